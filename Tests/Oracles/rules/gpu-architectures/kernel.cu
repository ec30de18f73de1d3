extern "C" __global__ void scale(float *values, float by, int count) {
  int index = blockIdx.x * blockDim.x + threadIdx.x;
  if (index < count) values[index] *= by;
}
