"use strict";
// danfojs-node asks for the native package by this name; one TensorFlow.js in a process is enough.
module.exports = require("@tensorflow/tfjs");
