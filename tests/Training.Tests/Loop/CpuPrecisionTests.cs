using Paretune.Training.Libtorch;
using Paretune.Training.Loop;

namespace Paretune.Training.Tests.Loop;

/// <summary>The precision of training on a CPU, with AMX or without.</summary>
public sealed class CpuPrecisionTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    [Theory]
    [InlineData("resnet20", TrainingPrecision.Fp32, false)]
    [InlineData("resnet20", TrainingPrecision.Bf16, true)]
    [InlineData("dilated-separable", TrainingPrecision.Bf16, false)] // Its kernels compute in fp32 only.
    [InlineData("dilated-separable", TrainingPrecision.Auto, false)]
    public void Only_torchs_own_layers_train_in_bf16_and_only_with_amx(string network, TrainingPrecision asked, bool isRounded)
    {
        using var device = new TrainingDevice(new TinyImages(), "cpu");

        var report = Reports(device, Lease(network, asked, "s"), take: 1)[0];

        Assert.Equal(
            isRounded && OneDnn.HasBfloat16Products ? TrainingPrecision.Bf16 : TrainingPrecision.Fp32, report.Machine!.Precision);
    }

    [Fact]
    public void A_trial_in_bf16_that_resumes_gives_the_same_figures_to_the_last_bit()
    {
        using var device = new TrainingDevice(new TinyImages(), "cpu");
        var straight = Reports(device, Lease("resnet20", TrainingPrecision.Bf16, "straight"), take: 3);

        var before = Reports(device, Lease("resnet20", TrainingPrecision.Bf16, "stopped"), take: 2);
        var after = Reports(device, Lease("resnet20", TrainingPrecision.Bf16, "stopped", attempt: 2, reported: 2), take: 1);

        Assert.Equal(straight.Select(TinyTrial.Figures), before.Concat(after).Select(TinyTrial.Figures));
    }

    [Fact]
    public void Auto_measures_and_leaves_the_network_as_it_was()
    {
        using var device = new TrainingDevice(new TinyImages(), "cpu");

        var measured = Reports(device, Lease("resnet20", TrainingPrecision.Auto, "measured"), take: 1)[0];
        var asked = Reports(device, Lease("resnet20", measured.Machine!.Precision, "asked"), take: 1)[0];

        Assert.Equal(TinyTrial.Figures(asked), TinyTrial.Figures(measured));
    }

    public void Dispose() => _home.Dispose();

    private static Lease Lease(string network, TrainingPrecision precision, string search, int attempt = 1, int reported = 0)
    {
        var lease = TinyTrial.Lease(trial: 1, search, attempt, reported);
        var configuration = lease.Job.Configuration with { Width = network == "resnet20" ? 1 : lease.Job.Configuration.Width };
        return lease with { Job = lease.Job with { Network = network, Configuration = configuration, Precision = precision } };
    }

    private List<Report> Reports(TrainingDevice device, Lease lease, int take) =>
        [.. TinyTrial.Trainer(device, _home.Path).Run(lease, default).OfType<Report>().Take(take)];
}
