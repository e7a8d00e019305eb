using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// The network between the workers and the owner of the search. With faults, messages are lost, late or duplicated, and a worker repeats a
/// call until it gets an answer.
/// </summary>
/// <param name="rates">Null if every message arrives immediately.</param>
internal sealed class Network(SimulatedOwner owner, Timeline time, Draws draws, FaultRates? rates)
{
    private const double Latency = 0.01, Latest = 45, Patience = 5;

    /// <summary>Calls the owner of the search.</summary>
    /// <param name="command">Run once for each copy of the call that arrives.</param>
    /// <param name="decided">Called with the answer to each copy, whether or not the answer arrives.</param>
    /// <param name="isWanted">Whether the caller still waits for the answer.</param>
    /// <param name="answered">Called once, with the first answer that arrives.</param>
    public void Call<T>(
        SimulatedWorker caller, Func<Search, CommandResult<T>> command, Action<T> decided, Func<bool> isWanted, Action<T> answered)
    {
        if (rates is null)
            owner.Ask(command, answer =>
            {
                decided(answer);
                answered(answer);
            });
        else
            new Repeated<T>(this, caller, command, decided, isWanted, answered).Send();
    }

    private void Ask<T>(Func<Search, CommandResult<T>> command, Action<T> answered) => owner.Ask(command, answered);

    private void After(double seconds, Action happens) => time.After(seconds, happens);

    private void Carry(Action arrives)
    {
        if (draws.Chance(rates!.Lost))
            return;
        time.After(draws.Chance(rates.Late) ? draws.Between(1, Latest) : draws.Between(0, 2 * Latency), arrives);
        if (draws.Chance(rates.Doubled))
            time.After(draws.Between(0, Latest), arrives);
    }

    private sealed class Repeated<T>(
        Network network, SimulatedWorker caller, Func<Search, CommandResult<T>> command, Action<T> decided, Func<bool> isWanted,
            Action<T> answered)
    {
        private bool _isAnswered;

        public void Send()
        {
            if (_isAnswered || caller.IsGone || !isWanted())
                return;
            if (caller.IsReachable)
                network.Carry(() => network.Ask(command, answer =>
                {
                    decided(answer);
                    network.Carry(() => Answer(answer));
                }));
            network.After(Patience, Send);
        }

        private void Answer(T answer)
        {
            if (_isAnswered || !caller.IsReachable || !isWanted())
                return;
            _isAnswered = true;
            answered(answer);
        }
    }
}
