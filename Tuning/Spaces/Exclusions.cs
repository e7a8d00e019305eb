using System.Collections.Immutable;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Spaces;

/// <summary>How many configurations of a space are not tried, and why.</summary>
internal sealed class Exclusions(ImmutableArray<MetricLimit> limits)
{
    private readonly Dictionary<Lack, (List<string> Networks, long Count)> _lacking = [];
    private readonly long[] _overLimit = new long[limits.Length];
    private readonly List<(Cost Cost, long Count)> _costs = [];
    private readonly List<Cost> _ends = [];
    private long _all, _excluded, _merged;

    /// <summary>The costs of what is tried, each with how many configurations have it.</summary>
    public IReadOnlyList<(Cost Cost, long Count)> Costs => _costs;

    /// <summary>The costs at the ends of ranges, which draws reach only nearly.</summary>
    public IReadOnlyList<Cost> Ends => _ends;

    /// <summary>Counts a shape; returns whether it is within the limits and its network has it.</summary>
    public bool Takes(string network, Shape shape, long times)
    {
        _all += times;
        if (shape.Lack is { } lack)
        {
            var (networks, count) = _lacking.GetValueOrDefault(lack, ([], 0));
            if (!networks.Contains(network))
                networks.Add(network);
            _lacking[lack] = (networks, count + times);
        }

        var over = shape.Lack is null ? Enumerable.Range(0, limits.Length).Where(i => limits[i].Excludes(shape.Cost)).ToList() : [];
        over.ForEach(i => _overLimit[i] += times);
        var isTaken = shape.Lack is null && over.Count == 0;
        _excluded += isTaken ? 0 : times;
        return isTaken;
    }

    /// <summary>Counts configurations that build what another builds.</summary>
    public void Merge(long times) => _merged += times;

    public void Keep(Shape shape, long times) => _costs.Add((shape.Cost, times));

    public void KeepEnd(Shape shape) => _ends.Add(shape.Cost);

    /// <summary>Replaces the costs that were kept: those of configurations that several parts of a space have are counted once.</summary>
    public void KeepOnly(IEnumerable<Candidate> candidates)
    {
        _costs.Clear();
        _costs.AddRange(candidates.CountBy(candidate => candidate.Cost).Select(one => (one.Key, (long)one.Value)));
    }

    /// <inheritdoc cref="CandidateSpace" path="/param[@name='Excluded']"/>
    public string Excluded
    {
        get
        {
            (string Reason, long Count)[] reasons =
            [
                .. _lacking.Select(lack => (Text(lack.Key, lack.Value.Networks), lack.Value.Count)),
                .. limits.Select((limit, i) => (limit.ToString(), _overLimit[i])).Where(limit => limit.Item2 > 0),
            ];
            var told = reasons is [var only] ? only.Reason : string.Join(", ", reasons.Select(one => $"{one.Reason} ({one.Count})"));
            return reasons.Length == 0 ? "" : $"skipped {_excluded} of {_all}: {told}";
        }
    }

    /// <inheritdoc cref="CandidateSpace" path="/param[@name='Merged']"/>
    public string Merged => _merged == 0 ? "" : $"merged {_merged} of {_all - _excluded}: they build the same network as another "
        + "configuration";

    private static string Text(Lack lack, List<string> networks) =>
        $"{string.Join(", ", networks)} {(networks.Count == 1 ? lack.Said : lack.OfSeveral)}";
}
