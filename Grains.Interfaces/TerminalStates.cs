namespace Paretune;

/// <summary>Where the life cycles of searches and trials end.</summary>
public static class TerminalStates
{
    extension(SearchState state)
    {
        /// <summary>Whether nothing follows: no entry of the search comes after the one that says so.</summary>
        public bool IsTerminal => state is SearchState.Completed or SearchState.Failed or SearchState.Cancelled;
    }

    extension(TrialState state)
    {
        /// <summary>Whether the trial is trained no further; a test of its model may still come.</summary>
        public bool IsTerminal => state is not (TrialState.Waiting or TrialState.Running or TrialState.Paused or TrialState.Parked);
    }
}
