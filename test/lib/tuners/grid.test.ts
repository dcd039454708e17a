import { grid } from "../../../lib/tuners/grid.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "grid", make: () => grid({ levels: 3 }) });
