namespace Paretune.Tuning.Tests.Fronts;

/// <summary>MobileNet v1 on ImageNet as published: top-1 accuracy in per cent, million MACs, million parameters.</summary>
internal sealed record MobileNet(double Accuracy, double Macs, double Parameters)
{
    public static MobileNet[] Published { get; } =
    [
        new(70.9, 569, 4.24), new(70.0, 418, 4.24), new(68.0, 291, 4.24), new(65.2, 186, 4.24),
        new(68.4, 317, 2.59), new(67.2, 233, 2.59), new(65.3, 162, 2.59), new(62.1, 104, 2.59),
        new(63.3, 150, 1.34), new(61.7, 110, 1.34), new(59.1, 77, 1.34), new(56.3, 49, 1.34),
        new(49.8, 41, 0.47), new(47.7, 34, 0.47), new(45.5, 21, 0.47), new(41.5, 14, 0.47),
    ];
}
