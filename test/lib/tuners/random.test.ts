import { random } from "../../../lib/tuners/random.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "random", make: () => random() });
