using static TorchSharp.torch;

namespace Paretune.Training.Kernels;

internal static unsafe class TensorMemory
{
    /// <summary>Returns a pointer to the elements of a tensor on a CPU. The tensor must stay alive while the pointer is used.</summary>
    /// <exception cref="ArgumentException">The tensor is not contiguous float32.</exception>
    public static float* Floats(this Tensor tensor)
    {
        if (tensor.dtype != ScalarType.Float32 || !tensor.is_contiguous())
            throw new ArgumentException(
                $"a kernel requires contiguous float32, but got {tensor.dtype} with strides {string.Join(", ", tensor.stride())}");
        fixed (byte* bytes = tensor.bytes)
            return (float*)bytes;
    }
}
