using Paretune.Training.Kernels;
using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Kernels;

public sealed class TensorMemoryTests
{
    public TensorMemoryTests() => LibtorchLoader.Load();

    [Fact]
    public unsafe void A_map_of_two_gibibytes_has_a_pointer_to_its_first_element()
    {
        // Never written, so it takes addresses and no memory.
        using var map = empty((1L << 29) + 1);
        using var first = map.narrow(0, 0, 1);

        Assert.True(map.Floats() == first.Floats());
    }

    [Fact]
    public unsafe void A_kernel_refuses_a_map_that_is_not_contiguous()
    {
        using var map = zeros(2, 3);
        using var turned = map.t();

        var error = Assert.Throws<ArgumentException>(() => { turned.Floats(); });

        Assert.Equal("a kernel requires contiguous float32, but got Float32 with strides 1, 3", error.Message);
    }
}
