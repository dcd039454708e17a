import { memoryStorage } from "../../../lib/storages/memory.ts";
import { storageContract } from "../../contracts/storage.ts";

storageContract({ name: "memory", make: memoryStorage });
