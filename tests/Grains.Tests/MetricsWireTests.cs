using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Paretune.Grains.Tests;

/// <summary>Objectives and limits between this version and 0.1, which had an enum for objectives and three numbers for limits.</summary>
public sealed class MetricsWireTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void The_version_before_reads_the_objectives_that_it_knows()
    {
        var sent = Sample.Spec with { Objectives = ["accuracy", "parameters", "macs", "bytes", "latency"] };

        var read = Serializer.Deserialize<SpecBefore>(Serializer.SerializeToArray(sent))!;

        Assert.Equal(Enum.GetValues<ObjectiveBefore>(), read.Objectives);
    }

    [Fact]
    public void For_an_objective_that_it_does_not_know_the_version_before_reads_a_value_that_it_has_no_name_for()
    {
        var sent = Sample.Spec with { Objectives = ["accuracy", "macs", "energy"] };

        var read = Serializer.Deserialize<SpecBefore>(Serializer.SerializeToArray(sent))!;

        Assert.Equal([true, true, false], read.Objectives.Select(Enum.IsDefined));
    }

    [Fact]
    public void What_the_version_before_sends_is_read_as_keys()
    {
        var sent = new SpecBefore { Objectives = [ObjectiveBefore.Accuracy, ObjectiveBefore.Latency] };

        var read = Serializer.Deserialize<SearchSpec>(Serializer.SerializeToArray(sent))!;

        Assert.Equal(["accuracy", "latency"], read.Objectives);
    }

    [Fact]
    public void Objectives_and_limits_arrive_as_they_were_sent()
    {
        var sent = Sample.Spec with
        {
            Objectives = ["accuracy", "energy"],
            Limits = new(
                ImmutableSortedDictionary<string, decimal>.Empty.Add("energy", 2.5m).Add("macs", long.MaxValue))
        };

        var read = Serializer.Deserialize<SearchSpec>(Serializer.SerializeToArray(sent))!;

        Assert.Equal(["accuracy", "energy"], read.Objectives);
        Assert.Equal(sent.Limits, read.Limits);
    }

    [Fact]
    public void The_version_before_reads_the_limits_that_it_knows_and_is_read()
    {
        var sent = new Limits(ImmutableSortedDictionary<string, decimal>.Empty.Add("energy", 2.5m).Add("macs", long.MaxValue));

        var before = Serializer.Deserialize<LimitsBefore>(Serializer.SerializeToArray(sent))!;
        var back = Serializer.Deserialize<Limits>(Serializer.SerializeToArray(before))!;

        Assert.Equal(new LimitsBefore(null, long.MaxValue, null), before);
        Assert.Equal(new Limits(Macs: long.MaxValue), back);
    }
}

/// <summary>The objectives of a spec in 0.1.</summary>
[GenerateSerializer, Alias("Paretune.Tests.SpecBefore")]
internal sealed record SpecBefore
{
    [Id(5)] public required ImmutableArray<ObjectiveBefore> Objectives { get; init; }
}

internal enum ObjectiveBefore
{
    Accuracy,
    Parameters,
    Macs,
    Bytes,
    Latency,
}

[GenerateSerializer, Alias("Paretune.Tests.LimitsBefore")]
internal sealed record LimitsBefore([property: Id(0)] long? Parameters, [property: Id(1)] long? Macs, [property: Id(2)] long? Bytes);
