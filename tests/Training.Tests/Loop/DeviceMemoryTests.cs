using System.Runtime.InteropServices;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Loop;

public sealed class DeviceMemoryTests
{
    public DeviceMemoryTests() => LibtorchLoader.Load();

    [Fact]
    public void What_torch_throws_for_too_much_memory_is_known()
    {
        var problem = Assert.Throws<ExternalException>(() => empty(1L << 58));

        Assert.True(DeviceMemory.IsExhausted(problem), problem.Message);
    }

    [Fact]
    public void The_peak_of_an_attempt_does_not_hold_what_was_there_before_it()
    {
        const long Bytes = 600L << 20;
        using (var large = zeros(Bytes, ScalarType.Byte))
            large.fill_(1);
        var before = DeviceMemory.PeakBytes;

        DeviceMemory.ForgetPeak();

        Assert.True(!OperatingSystem.IsLinux() || DeviceMemory.PeakBytes < before - Bytes / 2, $"{before} {DeviceMemory.PeakBytes}");
    }

    [Fact]
    public void Another_error_of_torch_is_no_lack_of_memory()
    {
        using var scope = NewDisposeScope();

        var problem = Assert.Throws<ExternalException>(() => ones(2).view(3));

        Assert.False(DeviceMemory.IsExhausted(problem), problem.Message);
    }
}
