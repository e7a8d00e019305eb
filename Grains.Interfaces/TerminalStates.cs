namespace Paretune;

/// <summary>Which states of searches and trials are final.</summary>
public static class TerminalStates
{
    extension(SearchState state)
    {
        /// <summary>Whether the search has ended, so that no entry changes its state unless a user reopens it.</summary>
        public bool IsTerminal => state is SearchState.Completed or SearchState.Failed or SearchState.Cancelled;
    }

    extension(TrialState state)
    {
        /// <summary>Whether the trial is not trained any further; its model may still be tested.</summary>
        public bool IsTerminal => state is not (TrialState.Waiting or TrialState.Running or TrialState.Paused or TrialState.Parked);
    }
}
