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
        // A span has at most int.MaxValue bytes, and most tensors have fewer. The pointer to a larger one is that to its first element.
        if (tensor.numel() > int.MaxValue / sizeof(float))
        {
            using var flat = tensor.view(-1);
            using var first = flat.narrow(0, 0, 1);
            return first.Floats();
        }

        fixed (byte* bytes = tensor.bytes)
            return (float*)bytes;
    }
}
