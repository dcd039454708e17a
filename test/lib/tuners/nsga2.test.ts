import { tunerContract } from "../../contracts/tuner.ts";
import { nsga2 } from "../../../lib/tuners/nsga2.ts";

tunerContract({ name: "nsga2", make: () => nsga2() });
