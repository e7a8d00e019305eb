using Microsoft.Extensions.Configuration;
using Paretune.Silo.Start;
using Paretune.Silo.Workers;

namespace Paretune.Silo.Tests.Workers;

public sealed class SlotsTests
{
    [Fact]
    public void Each_slot_is_a_worker_of_its_own_name() => Assert.Equal(["cuda:1", "cuda:1/2", "cuda:1/3"], Slots.Create("cuda:1", 3));

    [Theory]
    [InlineData("cpu", 8, 1, 8)]
    [InlineData("cpu", 8, 3, 2)]
    [InlineData("cuda:0", 8, 3, 8)]
    public void Slots_of_a_CPU_share_its_threads(string device, int threads, int slots, int each) =>
        Assert.Equal(each, Slots.ThreadsOf(device, new() { Threads = threads, Slots = slots }));

    [Fact]
    public void A_slot_without_a_thread_is_refused()
    {
        var refused = Assert.Throws<StartupException>(() => Slots.ThreadsOf("cpu", new() { Threads = 2, Slots = 3 }));

        Assert.Contains("they are 3 and 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulated_devices_have_no_slots()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Paretune:Devices", "simulated:4"), new("Paretune:Slots", "2")]).Build();

        var refused = Assert.Throws<StartupException>(() => SiloOptionsReader.Read(configuration));

        Assert.Equal(
            "Paretune:Slots must be 1 where Devices is simulated:4, but is 2; set it to 1 and raise the number in Devices",
            refused.Message);
    }
}
