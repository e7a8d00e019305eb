using Microsoft.Extensions.Configuration;
using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

public sealed class DeviceListTests
{
    [Theory]
    [InlineData("auto", 0, "cpu")]
    [InlineData("auto", 2, "cuda:0 cuda:1")]
    [InlineData("cpu", 2, "cpu")]
    [InlineData("cuda", 2, "cuda:0 cuda:1")]
    [InlineData("cuda:1", 2, "cuda:1")]
    [InlineData("cuda:1, cuda:0", 2, "cuda:1 cuda:0")]
    public void The_setting_names_the_devices(string setting, int gpus, string devices)
    {
        Assert.True(DeviceList.IsOne(setting));

        Assert.Equal(devices, string.Join(' ', DeviceList.Resolve(setting, gpus)));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0,cuda:0")]
    [InlineData("cpu,cuda:0")]
    [InlineData("simulated:0")]
    [InlineData("simulated:x")]
    public void A_setting_that_means_nothing_is_quoted(string setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Paretune:Devices", setting)]).Build();

        var refused = Assert.Throws<StartupException>(() => SiloOptionsReader.Read(configuration));

        Assert.StartsWith("Paretune:Devices must be auto, cpu, cuda", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{setting}\"", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda", 0)]
    [InlineData("cuda:2", 2)]
    public void A_GPU_that_is_not_there_is_refused(string setting, int gpus)
    {
        var refused = Assert.Throws<StartupException>(() => DeviceList.Resolve(setting, gpus));

        Assert.Contains($"torch finds {gpus} GPUs", refused.Message, StringComparison.Ordinal);
    }
}
