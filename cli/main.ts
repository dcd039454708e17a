#!/usr/bin/env node
/** The command `tunebook`: finds the file of the command that was asked for, and runs it. */
import { dispatch } from "./support/dispatch.ts";

process.exitCode = await dispatch(process.argv.slice(2));
