import { auto } from "../../../lib/tuners/auto.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "auto", make: () => auto() });
