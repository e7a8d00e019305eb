using Paretune.Dashboard;

namespace Paretune.Silo;

/// <summary>
/// What may be set under <c>Paretune:</c>: in appsettings.json, by environment (<c>Paretune__Devices</c>), by flag.
/// </summary>
public sealed record SiloOptions
{
    /// <summary>What this process is: <c>standalone</c> (default) is silo, workers and API in one.</summary>
    public string Role { get; init; } = "standalone";

    /// <summary>
    /// What to train on: <c>auto</c> (default: all visible GPUs, else the CPU), <c>cpu</c>, <c>cuda</c>, or some: <c>cuda:0,cuda:1</c>.
    /// </summary>
    public string Devices { get; init; } = "auto";

    /// <summary>CPU threads for training. Default: all cores but one where there are more than two: the silo keeps answering.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount > 2 ? Environment.ProcessorCount - 1 : Environment.ProcessorCount;

    /// <summary>Who may reach the API, and how much of it.</summary>
    public ApiOptions Api { get; init; } = new();
}
