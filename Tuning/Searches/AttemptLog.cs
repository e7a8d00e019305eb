namespace Paretune.Tuning.Searches;

/// <summary>Attempts in the order they started, from the entries of one trial or of a whole search.</summary>
public sealed class AttemptLog
{
    private readonly List<AttemptSpan> _spans = [];
    private readonly Dictionary<int, int> _running = [];

    public IReadOnlyList<AttemptSpan> Spans => _spans;

    public void Apply(LedgerEntry entry)
    {
        if (entry is AttemptStarted started)
            Start(started);
        else if (entry is AttemptEnded ended)
            End(ended);
    }

    private void Start(AttemptStarted started)
    {
        _running[started.Trial] = _spans.Count;
        _spans.Add(new(started.Trial, new(started.Attempt, started.Kind, started.Worker, started.At, null, null, "")));
    }

    private void End(AttemptEnded ended)
    {
        if (!_running.Remove(ended.Trial, out var index))
            return;
        var span = _spans[index];
        _spans[index] = span with { Attempt = span.Attempt with { EndedAt = ended.At, Outcome = ended.Outcome, Reason = ended.Reason } };
    }
}
