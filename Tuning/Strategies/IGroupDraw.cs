using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>Draws the candidates of one group, each once.</summary>
internal interface IGroupDraw
{
    /// <summary>The next candidate; null once none is left.</summary>
    Candidate? Draw();
}
