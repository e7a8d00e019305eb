namespace Paretune.Tuning.Searches;

/// <summary>
/// How a cluster keeps checkpoints, as far as that decides what becomes of trials. A search keeps what it was started with.
/// </summary>
/// <param name="ParkedBytes">As <see cref="SearchStarted.ParkedBytes"/>.</param>
/// <param name="IsApart">As <see cref="SearchStarted.CheckpointsApart"/>.</param>
public sealed record CheckpointKeeping(long? ParkedBytes = null, bool IsApart = false);
