using System.Collections.Immutable;
using Paretune.Testing;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Tests.Formatting;

public sealed class FormatterTests
{
    [Theory]
    [InlineData(0, "", "-")]
    [InlineData(double.NaN, "", "-")]
    [InlineData(812.4, ", 812 images/s", "812")]
    public void A_training_speed_that_is_not_known_is_left_out(double speed, string inSentence, string inTable) =>
        Assert.Equal((inSentence, inTable), (Formatter.Pace(speed, "images"), Formatter.Speed(speed)));

    [Theory]
    [InlineData(999, "999")]
    [InlineData(4_100_000, "4.10 M")]
    [InlineData(999_000_000_000, "999.00 G")]
    [InlineData(1_899_870_000_000, "1.90 T")]
    public void Amounts_have_a_prefix(double amount, string expected) => Assert.Equal(expected, Formatter.Amount(amount));

    private static readonly Configuration Own = Lines.Configurations(Lines.Spec.Space).First();

    [Fact]
    public void A_configuration_is_told_by_what_makes_its_model()
    {
        Assert.Equal("δ 2 α 0.5 ρ 0.857", Formatter.Configuration(Sample.Configuration(2, 0.5, 0.857)));
        Assert.Equal("channels 32, dropout 0.1, pooling mean", Formatter.Configuration(Own));
        Assert.Equal(
            "learning rate 0.01, weight decay 0, batch 64",
            Formatter.Configuration(
                new(1, 1, 1, 0.01, 0, 64) { Hyperparameters = ImmutableSortedDictionary<string, HyperparameterValue>.Empty }));
    }

    [Fact]
    public void Tags_are_listed_and_a_trial_of_an_older_server_has_none()
    {
        var trial = Sample.Trial(1, 0.5, new(1, 1, 1));

        Assert.Equal("baseline, candidate", TagsText.Format(trial with { Tags = ["baseline", "candidate"] }));
        Assert.Equal("", TagsText.Format(trial with { Tags = default }));
    }

    [Theory]
    [InlineData(4_100_000, 8_406_528, "4.10 M parameters, 8.41 M MACs")]
    [InlineData(4_100_000, 0, "4.10 M parameters")]
    [InlineData(0, 0, "")]
    public void Costs_that_are_known_are_listed(long parameters, long macs, string text) =>
        Assert.Equal(text, CostText.Format(new(parameters, macs, 4 * parameters)));

    [Theory]
    [InlineData(0, false, null)]
    [InlineData(1, false, 2)]
    [InlineData(1, true, 1)]
    public void A_notification_shows_when_it_was_delivered_or_is_tried_next(int attempts, bool isDone, int? hour)
    {
        DateTimeOffset At(int one) => new(2026, 1, 1, one, 0, 0, TimeSpan.Zero);
        var notification = new NotificationView(
            "abc", "https://example.com", NotificationState.Waiting, attempts, At(0), isDone ? At(1) : null, At(2), "");

        Assert.Equal(hour, NotificationText.At(notification)?.Hour);
    }

    [Fact]
    public void A_search_is_told_by_what_it_trains_on_what()
    {
        Assert.Equal("dilated-separable on cifar10", Formatter.Subject(Sample.Spec));
        Assert.Equal("dilated-separable, vgg16 on cifar10",
            Formatter.Subject(Sample.Spec with { Networks = ["dilated-separable", "vgg16"] }));
        Assert.Equal("trainer lines", Formatter.Subject(Lines.Spec));
        Assert.Equal("trainer lines on pets", Formatter.Subject(Lines.Spec with { Dataset = "pets" }));
    }

    [Fact]
    public void A_cost_that_nobody_counted_is_not_shown_as_none()
    {
        Assert.Equal(("-", "1", "4.10 M"), (Formatter.Cost(0), Formatter.Cost(1), Formatter.Cost(4_100_000)));
    }

    [Theory]
    [InlineData(0.857142857, "0.857143")]
    [InlineData(16, "16")]
    [InlineData(0, "0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(1e-8, "1E-08")]
    public void A_value_is_shown_to_six_places_unless_those_lose_it(double value, string shown) =>
        Assert.Equal(shown, Formatter.Value(value));

    [Fact]
    public void What_a_hyperparameter_may_be_is_one_line()
    {
        Assert.Equal(["whole, 1 to 512", "0 to 0.9", "max, mean"], LinesTrainer.Usable.Declaration!.Hyperparameters
            .Select(Formatter.Range));
    }

    [Fact]
    public void Networks_learn_from_images_and_a_trainer_from_whatever_it_has()
    {
        Assert.Equal(("images", "examples"), (Formatter.Examples(Sample.Configuration()), Formatter.Examples(Own)));
    }

    [Fact]
    public void Columns_of_a_model_are_its_trainer_s_own_or_those_of_networks()
    {
        var (own, networks) = (HyperparameterColumn.OfModel(Own), HyperparameterColumn.OfModel(Sample.Configuration(2, 0.5)));

        Assert.Equal(["channels=32", "dropout=0.1", "pooling=mean"], own.Select(column => $"{column.Title}={column.Text(Own)}"));
        Assert.Equal(["δ=2", "α=0.5", "ρ=1"], networks.Select(column => $"{column.Title}={column.Text(Sample.Configuration(2, 0.5))}"));
        Assert.Equal(["δ", "α", "ρ"], HyperparameterColumn.OfModel(null).Select(column => column.Title));
        Assert.Equal(
            ["learningRate=0.001", "weightDecay=0", "batchSize=128"],
            HyperparameterColumn.Common.Select(column => $"{column.Key}={column.Text(Own)}"));
    }
}
