namespace Paretune.Tuning.Simulation;

/// <summary>Parked trials keep no more bytes than they may, and continue where their checkpoint is.</summary>
internal static class ParkedInvariants
{
    // As documented: what a parameter takes in a checkpoint, and how many checkpoints are kept.
    private const int BytesPerParameter = 16, Kept = 2;

    public static IEnumerable<string> Broken(SimulatedRun run)
    {
        var (started, state) = (run.Entries.OfType<SearchStarted>().First(), new State());
        return run.Entries.Select(entry => state.Broken(entry, started)).OfType<string>();
    }

    private sealed class State
    {
        private readonly Dictionary<int, (long Parameters, int Epochs)> _trials = [];
        private readonly Dictionary<int, long> _parked = [];
        private readonly Dictionary<int, string> _silo = [], _running = [];
        private readonly HashSet<int> _dropped = [];

        /// <summary>Takes an entry; answers what does not hold of it.</summary>
        public string? Broken(LedgerEntry entry, SearchStarted started)
        {
            var broken = entry switch
            {
                AttemptStarted begun when _dropped.Contains(begun.Trial) =>
                    $"a parked trial that was dropped must never go on, but trial {begun.Trial} does at entry {entry.Sequence}",
                AttemptStarted begun when started.CheckpointsApart && IsElsewhere(begun) =>
                    $"a parked trial must wait for its silo while that trains, but trial {begun.Trial} goes on elsewhere at entry "
                    + $"{entry.Sequence}",
                // Where a parked trial is over the bound, it is the next entry that drops one.
                not ParkedDropped when _parked.Values.Sum() > started.ParkedBytes =>
                    $"parked trials may keep {started.ParkedBytes} bytes, but before entry {entry.Sequence} keep {_parked.Values.Sum()}",
                _ => null,
            };
            On(entry);
            return broken;
        }

        private bool IsElsewhere(AttemptStarted begun) => _parked.ContainsKey(begun.Trial) && _silo[begun.Trial] != begun.Worker.Silo
            && _running.Any(one => one.Value == _silo[begun.Trial]);

        private void On(LedgerEntry entry)
        {
            switch (entry)
            {
                case TrialAdded added: _trials[added.Trial] = (added.Cost.Parameters, 0); break;
                case EpochReported { Report: var report }: On(report); break;
                case AttemptStarted begun: On(begun); break;
                case AttemptEnded ended: On(ended); break;
                case ParkedDropped dropped: (_, _) = (_parked.Remove(dropped.Trial), _dropped.Add(dropped.Trial)); break;
                case ParkedStopped or BudgetSpent: _parked.Clear(); break;
            }
        }

        private void On(Report report) => _trials[report.Trial.Number] =
            (report.Model?.Cost?.Parameters ?? _trials[report.Trial.Number].Parameters, report.Epoch);

        private void On(AttemptStarted begun)
        {
            _parked.Remove(begun.Trial);
            (_silo[begun.Trial], _running[begun.Trial]) = (begun.Worker.Silo, begun.Worker.Silo);
        }

        private void On(AttemptEnded ended)
        {
            _running.Remove(ended.Trial);
            var (parameters, epochs) = _trials[ended.Trial];
            if (ended.State == TrialState.Parked)
                _parked[ended.Trial] = parameters * BytesPerParameter * Math.Min(Kept, epochs);
        }
    }
}
