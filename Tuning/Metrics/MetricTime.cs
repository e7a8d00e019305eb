namespace Paretune.Tuning.Metrics;

/// <summary>When a metric of a trial is known.</summary>
public enum MetricTime
{
    /// <summary>Known with the configuration; for a custom trainer, once its model is created.</summary>
    BeforeTraining,

    /// <summary>Known at each report; a trial has the value of its best epoch.</summary>
    EachReport,

    /// <summary>Known once the trial has completed.</summary>
    End,
}
