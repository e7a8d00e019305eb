using Paretune.Models.Running;
using Paretune.Tests;

namespace Paretune.Models.Tests.Running;

public sealed class OnnxModelTests
{
    [Fact]
    public void The_telemetry_of_the_runtime_is_disabled_for_native_code()
    {
        using var model = new OnnxModel(TinyModel.File(), threads: 1);

        Assert.Equal("1", NativeEnvironment.Read("ORT_DISABLE_TELEMETRY"));
    }
}
