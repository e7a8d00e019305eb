using System.Diagnostics;

namespace Paretune.Grains.Ledger;

/// <summary>Says why a start waits: the first time, and then every ten seconds.</summary>
/// <param name="waits">Receives the reasons; null if nobody listens.</param>
internal sealed class WaitNotice(Func<string, Task>? waits)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private Stopwatch? _last;

    public async Task Say(string reason)
    {
        if (waits is null || _last is not null && _last.Elapsed < Interval)
            return;
        _last = Stopwatch.StartNew();
        await waits(reason);
    }
}
