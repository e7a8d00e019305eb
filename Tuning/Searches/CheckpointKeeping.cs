namespace Paretune.Tuning.Searches;

/// <summary>
/// How a cluster stores checkpoints, as far as that affects decisions about trials. A search keeps the values it was started with.
/// </summary>
/// <param name="ParkedBytes">As <see cref="SearchStarted.ParkedBytes"/>.</param>
/// <param name="IsApart">As <see cref="SearchStarted.CheckpointsApart"/>.</param>
public sealed record CheckpointKeeping(long? ParkedBytes = null, bool IsApart = false);
