namespace Paretune.Tuning.Simulation;

/// <summary>Checks that parked trials keep no more bytes than allowed, and resume where their checkpoints are.</summary>
internal static class ParkedInvariants
{
    // As documented: bytes per parameter in a checkpoint, and checkpoints kept per trial.
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

        /// <summary>Applies an entry and returns the rule that it breaks; null if it breaks none.</summary>
        public string? Broken(LedgerEntry entry, SearchStarted started)
        {
            var broken = entry switch
            {
                AttemptStarted begun when _dropped.Contains(begun.Trial) =>
                    $"a parked trial that was dropped must not resume, but trial {begun.Trial} does at entry {entry.Sequence}",
                AttemptStarted begun when started.CheckpointsApart && IsElsewhere(begun) =>
                    $"a parked trial must wait for its silo while that trains, but trial {begun.Trial} resumes elsewhere at entry "
                    + $"{entry.Sequence}",
                // If parked trials exceed the limit, the very next entry must drop one of them.
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
