namespace Paretune.Dashboard.Live;

/// <summary>The epochs of one trial, each as the newest attempt that trained it told it; 16 bytes an epoch.</summary>
internal sealed class TrialCurve
{
    private readonly List<CurvePoint> _points = [];

    public IReadOnlyList<CurvePoint> Points => _points;

    /// <summary>The epoch with the least validation loss, whose model is kept.</summary>
    public CurvePoint? Kept => _points.Where(point => float.IsFinite(point.ValidationLoss)).Select(point => (CurvePoint?)point).MinBy(point => point!.Value.ValidationLoss);

    /// <summary>An epoch that was trained again takes the place of the old one and of all that came after it.</summary>
    public void Add(Report report)
    {
        if (report.Epoch <= _points.Count)
            _points.RemoveRange(report.Epoch - 1, _points.Count - report.Epoch + 1);
        _points.Add(new((float)report.TrainLoss, (float)report.ValidationLoss, report.Accuracy));
    }

    public TrialCurve Copy()
    {
        var copy = new TrialCurve();
        copy._points.AddRange(_points);
        return copy;
    }
}

internal readonly record struct CurvePoint(float TrainLoss, float ValidationLoss, double Accuracy);

/// <summary>One attempt of one trial.</summary>
internal sealed record AttemptSpan(int Trial, AttemptView Attempt);

/// <summary>What the front dominated from a moment on, and how many epochs had been trained by then.</summary>
internal readonly record struct FrontMoment(DateTimeOffset At, int Epochs, double Hypervolume);
