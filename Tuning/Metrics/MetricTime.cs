namespace Paretune.Tuning.Metrics;

/// <summary>When a metric of a trial is known.</summary>
public enum MetricTime
{
    /// <summary>As soon as the configuration is; of a custom trainer's model, as soon as the model is made.</summary>
    BeforeTraining,

    /// <summary>With each report: a trial has that of its best epoch.</summary>
    EachReport,

    /// <summary>Once the trial has completed.</summary>
    End,
}
