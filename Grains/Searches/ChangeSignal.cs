namespace Paretune.Grains.Searches;

/// <summary>Wakes all waiters on a change. Read <see cref="Next"/> before the state, or a change between the two is missed.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = NewSource();

    public Task Next => _next.Task;

    public void Notify()
    {
        var told = _next;
        _next = NewSource();
        told.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
