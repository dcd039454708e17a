import { tunerContract } from "../../contracts/tuner.ts";
import { nsga3 } from "../../../lib/tuners/nsga3.ts";

tunerContract({ name: "nsga3", make: () => nsga3() });
