using Paretune.Training.Loop;
using static Paretune.TrainingPrecision;

namespace Paretune.Training.Tests.Loop;

public sealed class PrecisionChoiceTests
{
    [Theory]
    [InlineData(1.09, Fp32)]
    [InlineData(1.11, Bf16)]
    public void Auto_takes_bf16_where_it_is_faster_by_a_tenth(double gain, TrainingPrecision expected)
    {
        Assert.Equal(expected, PrecisionChoice.Choose(Auto, before: null, canBeFaster: true, precision => precision == Fp32 ? gain : 1));
    }

    [Theory]
    [InlineData(Auto, Fp32)]
    [InlineData(Auto, Bf16)]
    [InlineData(Bf16, Fp32)]
    public void A_trial_that_resumes_keeps_what_it_was_trained_in(TrainingPrecision asked, TrainingPrecision before)
    {
        Assert.Equal(before, PrecisionChoice.Choose(asked, before, canBeFaster: true, NotMeasured));
    }

    [Theory]
    [InlineData(Fp32)]
    [InlineData(Bf16)]
    [InlineData(Auto)]
    public void Without_fast_bf16_fp32_is_used_whatever_is_asked_for(TrainingPrecision asked)
    {
        Assert.Equal(Fp32, PrecisionChoice.Choose(asked, before: null, canBeFaster: false, NotMeasured));
    }

    private static double NotMeasured(TrainingPrecision precision) => throw new InvalidOperationException($"{precision} was measured");
}
