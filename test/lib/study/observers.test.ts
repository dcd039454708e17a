import { observerContract } from "../../contracts/observer.ts";

observerContract({
  name: "an observer of everything",
  make: () => ({
    started: () => undefined,
    trialStarted: () => undefined,
    reported: () => undefined,
    trialEnded: () => undefined,
    ended: async () => undefined,
  }),
});
observerContract({ name: "an observer of nothing", make: () => ({}) });
