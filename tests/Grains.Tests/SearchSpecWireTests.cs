using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Paretune.Tuning.Specs;

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
        Assert.Equal(
            JsonSerializer.Serialize(sent.Space, ParetuneJson.Options), JsonSerializer.Serialize(arrived.Space, ParetuneJson.Options));
    }

    [Fact]
    public void A_spec_of_a_trainer_arrives_as_the_reader_made_it()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        using var declared = new StringReader(
            """{ "assembly": "lines.dll", "hyperparameters": { "channels": { "kind": "whole", "min": 1, "max": 64, "default": 8 } } }""");
        var trainer = TrainerReader.Read("lines", declared);
        using var json = JsonDocument.Parse("""{ "trainer": "lines", "space": { "hyperparameters": { "channels": [16, 32] } } }""");
        var sent = SearchSpecReader.Read(json.RootElement, [], [trainer]).Spec!;

        var arrived = serializer.Deserialize<SearchSpec>(serializer.SerializeToArray(sent))!;

        Assert.Equal(JsonSerializer.Serialize(sent, ParetuneJson.Options), JsonSerializer.Serialize(arrived, ParetuneJson.Options));
    }
}
