import { tunerContract } from "../../contracts/tuner.ts";
import { anneal } from "../../../lib/tuners/anneal.ts";

tunerContract({ name: "anneal", make: () => anneal() });
