import { bayesian } from "../../../lib/tuners/bayesian.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "bayesian", make: () => bayesian() });
