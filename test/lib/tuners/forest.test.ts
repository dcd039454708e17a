import { forest } from "../../../lib/tuners/forest.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "forest", make: () => forest({ trees: 8, candidates: 50 }) });
