using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Tests.Http;

public sealed class SharedTests
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);
    private readonly MovableClock _clock = new();
    private readonly List<TaskCompletionSource<int>> _questions = [];
    private readonly Shared<int> _shared;

    public SharedTests() => _shared = new(
        () =>
        {
            _questions.Add(new());
            return _questions[^1].Task;
        }, _clock);

    [Fact]
    public async Task All_who_ask_while_a_question_is_on_its_way_get_its_answer()
    {
        var (first, second) = (_shared.Get(Age), _shared.Get(Age));
        _clock.Advance(Age);
        var third = _shared.Get(Age);

        _questions.Single().SetResult(7);

        Assert.Equal((7, 7, 7), (await first, await second, await third));
    }

    [Fact]
    public void An_answer_is_asked_for_anew_once_it_is_too_old()
    {
        _ = _shared.Get(Age);
        _questions[0].SetResult(7);
        _clock.Advance(Age / 2);

        _ = _shared.Get(Age);
        Assert.Single(_questions);
        _ = _shared.Get(Age / 2);
        Assert.Equal(2, _questions.Count);
    }

    [Fact]
    public async Task A_failure_is_told_for_a_second_and_no_longer()
    {
        _ = _shared.Get(Age);
        _clock.Advance(Age * 3);
        _questions[0].SetException(new IOException("away"));

        await Assert.ThrowsAsync<IOException>(() => _shared.Get(Age));
        Assert.Single(_questions);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _ = _shared.Get(Age);
        Assert.Equal(2, _questions.Count);
    }

    [Fact]
    public async Task What_was_asked_before_a_change_is_not_told_after_it()
    {
        var before = _shared.Get(Age);
        _shared.Forget();
        var after = _shared.Get(Age);

        _questions[0].SetResult(1);
        _questions[1].SetResult(2);

        Assert.Equal((1, 2), (await before, await after));
        Assert.Equal(2, await _shared.Get(Age));
    }
}
