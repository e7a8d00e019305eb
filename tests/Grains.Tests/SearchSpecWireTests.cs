using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Paretune.Grains.Tests;

public sealed class SearchSpecWireTests
{
    [Fact]
    public void A_spec_of_several_networks_arrives_as_it_was_sent()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var sent = Sample.Spec with { Networks = ["mobilenet", "dilated-separable"] };

        var arrived = serializer.Deserialize<SearchSpec>(serializer.SerializeToArray(sent))!;

        Assert.Equal(["mobilenet", "dilated-separable"], arrived.Networks);
        Assert.Equal(sent.Space.Dilation, arrived.Space.Dilation);
    }
}
