import { gaussianProcess } from "../../../lib/tuners/gaussian-process.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({
  name: "gaussianProcess",
  make: () => gaussianProcess({ startupTrials: 25, candidates: 16 }),
});
