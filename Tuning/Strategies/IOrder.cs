namespace Paretune.Tuning.Strategies;

/// <summary>The order in which the configurations of a sampler are trained.</summary>
internal interface IOrder
{
    /// <summary>The number of configurations; null if it is infinite.</summary>
    long? Count { get; }

    /// <summary>The total MACs of all configurations; 0 if they are not known.</summary>
    double Macs => 0;

    /// <summary>Why the configuration with this number has its place in the order, as a clause.</summary>
    string Why(int number) => "started in the order drawn";

    /// <summary>The configuration to start next; null once none is left. Asking changes nothing.</summary>
    /// <param name="workers">The workers that share what is left: those that train and the one that asks.</param>
    Drawn? Peek(int workers);

    /// <summary>Called when the configuration with this number has started.</summary>
    void Take(int number);
}
