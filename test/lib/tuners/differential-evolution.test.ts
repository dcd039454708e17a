import { tunerContract } from "../../contracts/tuner.ts";
import { differentialEvolution } from "../../../lib/tuners/differential-evolution.ts";

tunerContract({ name: "differentialEvolution", make: () => differentialEvolution() });
