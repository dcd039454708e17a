/**
 * What TensorFlow.js 4.22's WASM backend lacks for training: without these an embedding, a
 * convolution or a depthwise convolution computes forward, and throws in its gradient.
 */
import * as tf from "@tensorflow/tfjs";
import type { DataType, NamedAttrMap, TensorInfo } from "@tensorflow/tfjs";

/** The part of the WASM backend that the kernels use. */
interface WasmBackend {
  /** A view of the tensor's numbers in the WASM heap; valid until memory is next allocated. */
  typedArrayFromHeap(tensor: TensorInfo): Float32Array | Int32Array;
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
}

type Inputs = Record<string, TensorInfo>;
type Kernel = (inputs: Inputs, attributes: NamedAttrMap, backend: WasmBackend) => TensorInfo;
type Convolution = tf.backend_util.Conv2DInfo;

/** Registers the missing kernels for "wasm"; one that a later TensorFlow.js brings is left alone. */
export function registerWasmTrainingKernels(): void {
  const kernels: Record<string, Kernel> = {
    UnsortedSegmentSum: unsortedSegmentSum,
    Conv2DBackpropFilter: conv2dBackpropFilter,
    DepthwiseConv2dNativeBackpropFilter: depthwiseBackpropFilter,
    DepthwiseConv2dNativeBackpropInput: depthwiseBackpropInput,
  };
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, "wasm")) continue;
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs, backend }) =>
        kernel(inputs as Inputs, attrs ?? {}, backend as WasmBackend),
    });
  }
}

/** The gradient of a gather, hence of an embedding: rows of `x` summed by the segment they belong to. */
const unsortedSegmentSum: Kernel = (inputs, attributes, backend) => {
  const x = inputs["x"]!;
  const segmentIds = inputs["segmentIds"]!;
  const segments = attributes["numSegments"] as number;
  const rowShape = x.shape.slice(segmentIds.shape.length);
  const output = backend.makeOutput([segments, ...rowShape], x.dtype);
  const rows = backend.typedArrayFromHeap(x);
  const ids = backend.typedArrayFromHeap(segmentIds);
  const sums = backend.typedArrayFromHeap(output).fill(0);
  const width = rowShape.reduce((product, size) => product * size, 1);
  for (let row = 0; row < ids.length; row++) {
    const segment = ids[row]!;
    // Ids out of range are dropped, as TensorFlow does.
    if (segment < 0 || segment >= segments) continue;
    for (let column = 0; column < width; column++) {
      sums[segment * width + column]! += rows[row * width + column]!;
    }
  }
  return output;
};

/**
 * The gradient of a convolution with respect to its filter, written as a convolution itself: images
 * and channels change places, the output's gradient is the filter, and strides become dilations.
 */
const conv2dBackpropFilter: Kernel = (inputs, attributes) => {
  const x = inputs["x"] as tf.Tensor4D;
  const dy = inputs["dy"] as tf.Tensor4D;
  const info = convolution(x.shape, attributes["filterShape"] as never, attributes, false);
  const { top, bottom, left, right } = info.padInfo;
  return tf.tidy(() => {
    const gradient = tf.conv2d(
      tf.transpose(x, [3, 1, 2, 0]) as tf.Tensor4D,
      tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D,
      1,
      [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      "NHWC",
      [info.strideHeight, info.strideWidth],
    );
    // A stride that does not divide the image leaves rows and columns which no filter weight saw.
    const seen = tf.slice(
      gradient,
      [0, 0, 0, 0],
      [info.inChannels, info.filterHeight, info.filterWidth, info.outChannels],
    );
    return tf.transpose(seen, [1, 2, 0, 3]);
  });
};

const depthwiseBackpropFilter: Kernel = (inputs, attributes, backend) => {
  const x = inputs["x"]!;
  const info = convolution(x.shape, attributes["filterShape"] as never, attributes, true);
  const output = backend.makeOutput(info.filterShape, "float32");
  const images = backend.typedArrayFromHeap(x);
  const outputGradient = backend.typedArrayFromHeap(inputs["dy"]!);
  const gradient = backend.typedArrayFromHeap(output).fill(0);
  eachDepthwiseProduct(info, (image, weight, out) => {
    gradient[weight]! += images[image]! * outputGradient[out]!;
  });
  return output;
};

const depthwiseBackpropInput: Kernel = (inputs, attributes, backend) => {
  const filter = inputs["filter"]!;
  const info = convolution(
    attributes["inputShape"] as never,
    filter.shape as never,
    attributes,
    true,
  );
  const output = backend.makeOutput(info.inShape, "float32");
  const weights = backend.typedArrayFromHeap(filter);
  const outputGradient = backend.typedArrayFromHeap(inputs["dy"]!);
  const gradient = backend.typedArrayFromHeap(output).fill(0);
  eachDepthwiseProduct(info, (image, weight, out) => {
    gradient[image]! += weights[weight]! * outputGradient[out]!;
  });
  return output;
};

function convolution(
  inputShape: number[],
  filterShape: [number, number, number, number],
  attributes: NamedAttrMap,
  depthwise: boolean,
): Convolution {
  return tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape,
    attributes["strides"] as number,
    (attributes["dilations"] as number | undefined) ?? 1,
    attributes["pad"] as "same",
    attributes["dimRoundingMode"] as undefined,
    depthwise,
  );
}

/**
 * Visits every product of which a depthwise convolution is the sum, with the flat indices (NHWC) of
 * the image's value, of the filter's weight and of the output to which their product was added.
 */
function eachDepthwiseProduct(
  info: Convolution,
  visit: (image: number, weight: number, output: number) => void,
): void {
  const { inChannels, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = info;
  const multiplier = info.outChannels / inChannels;
  for (let batch = 0; batch < info.batchSize; batch++) {
    for (let outY = 0; outY < outHeight; outY++) {
      for (let filterY = 0; filterY < filterHeight; filterY++) {
        const y = outY * info.strideHeight + filterY * info.dilationHeight - info.padInfo.top;
        if (y < 0 || y >= inHeight) continue;
        for (let outX = 0; outX < outWidth; outX++) {
          for (let filterX = 0; filterX < filterWidth; filterX++) {
            const x = outX * info.strideWidth + filterX * info.dilationWidth - info.padInfo.left;
            if (x < 0 || x >= inWidth) continue;
            const image = ((batch * inHeight + y) * inWidth + x) * inChannels;
            const weight = (filterY * filterWidth + filterX) * info.outChannels;
            const output = ((batch * outHeight + outY) * outWidth + outX) * info.outChannels;
            for (let channel = 0; channel < inChannels; channel++) {
              for (let copy = 0; copy < multiplier; copy++) {
                const offset = channel * multiplier + copy;
                visit(image + channel, weight + offset, output + offset);
              }
            }
          }
        }
      }
    }
  }
}
