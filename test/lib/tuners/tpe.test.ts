import { tpe } from "../../../lib/tuners/tpe.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "tpe", make: () => tpe() });
