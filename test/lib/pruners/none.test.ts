import { none } from "../../../lib/pruners/none.ts";
import { prunerContract } from "../../contracts/pruner.ts";

prunerContract({ name: "none", make: none, prunes: false });
