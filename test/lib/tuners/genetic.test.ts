import { tunerContract } from "../../contracts/tuner.ts";
import { genetic } from "../../../lib/tuners/genetic.ts";

tunerContract({ name: "genetic", make: () => genetic() });
