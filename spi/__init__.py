"""spi decides questions about safe Pareto improvements exactly, with evidence that a small independent program checks.

Start with `load_game`, `decide_spi`, `verify_spi` and `find_spis`; `print` shows games and verdicts.
Names load their rooms when first used, so that `import spi` is quick. The file is long because it lists public names
three times: for type checkers, for loading, and for `from spi import *`; a test holds them together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spi.analysis.achievability import (
        Achieved,
        Unachievable,
        best_achievable,
        decide_achievable,
    )
    from spi.analysis.bounded import (
        prove_bounded_outcome,
    )
    from spi.analysis.comparison import (
        Change,
        Comparison,
        compare,
    )
    from spi.analysis.concession import (
        ConcessionComparison,
        approx_concession_equivalence,
        failed_conditions,
        verify_concession_equivalence,
    )
    from spi.analysis.encounters import (
        prove_encounter,
    )
    from spi.analysis.enforcement import (
        Enforcement,
        ProfitableDeviation,
        enforce,
        verify_program_equilibrium,
    )
    from spi.analysis.enumerations import (
        Enumerated,
        verify_by_enumeration,
    )
    from spi.analysis.execution_independence import (
        Interference,
        verify_execution_independence,
    )
    from spi.analysis.extensions import (
        ExtensionReport,
        Hypothesis,
        Mistreated,
        extension_report,
        find_mistreatment,
        find_projection_gap,
        find_shortfall,
    )
    from spi.analysis.fallbacks import (
        fallback_tokens,
        verify_fallback_play,
        verify_fallback_safety,
        verify_fallback_stability,
    )
    from spi.analysis.finding import (
        Finding,
        Reproduced,
    )
    from spi.analysis.found_spis import (
        FoundSpis,
        find_spis,
    )
    from spi.analysis.frontiers import (
        FrontierClaim,
        prove_frontier,
        verify_frontier,
    )
    from spi.analysis.full_strategies import (
        ChoiceModel,
        FullStrategy,
        best_reply_choice,
        choice_table,
        demand_by,
        full_strategy,
        simultaneous_choice,
    )
    from spi.analysis.halting import (
        Halting,
        prove_halting,
    )
    from spi.analysis.independence import (
        DemandChange,
        Independence,
        IndependenceCell,
        OtherChoice,
        UndefinedChoice,
        find_demand_change,
        find_dependence,
        find_inconsistency,
        independence_table,
    )
    from spi.analysis.independence_questions import (
        verify_independence,
    )
    from spi.analysis.interference import (
        Interfered,
        find_interference,
    )
    from spi.analysis.lock_out import (
        LockOut,
        Restoration,
        decide_lock_out,
        decide_restoring_clause,
        survey_lock_outs,
    )
    from spi.analysis.non_punishment import (
        PointwiseLoss,
        Punished,
        enlarged_game,
        find_pointwise_loss,
        find_punishment,
    )
    from spi.analysis.optimality import (
        Optimality,
        decide_pareto_optimal,
    )
    from spi.analysis.parametric import (
        ParametricCase,
        ParametricComparison,
        compare_parametric,
        prove_improvement_conditions,
        verify_parametric_spi,
    )
    from spi.analysis.parametric_profiles import (
        best_reply_condition,
        concession_condition,
        independence_condition,
        prove_transformation_condition,
    )
    from spi.analysis.participation import (
        BetterAlternative,
        NoGap,
        Participation,
        justification_gaps,
        participation,
    )
    from spi.analysis.profile_questions import (
        verify_no_gap,
        verify_participation,
        verify_transformation,
    )
    from spi.analysis.program_equilibria import (
        ProgramEquilibrium,
        verify_equilibrium,
    )
    from spi.analysis.questions import (
        Exhausted,
        decide_spi,
        verify_spi,
    )
    from spi.analysis.risk_factors import (
        RISK_FACTORS,
        RiskFactor,
        find_risk_factors,
    )
    from spi.analysis.saved import (
        load_verdict,
    )
    from spi.analysis.settings import (
        Setting,
        load_program_setting,
        read_program_setting,
    )
    from spi.analysis.surrogate_spi import (
        BranchComparison,
        ExpectedComparison,
        verify_expected_improvement,
        verify_surrogate_spi,
    )
    from spi.analysis.surrogate_tests import (
        Attractiveness,
        GoalOverlap,
        StakesScale,
        verify_monotone_stakes,
        verify_no_new_threats,
        verify_orthogonality,
        verify_threatener_neutrality,
    )
    from spi.analysis.threat_points import (
        ThreatPoints,
        prove_threat_points,
    )
    from spi.analysis.tightness import (
        Tightness,
        concession_bound,
        tightness_witness,
    )
    from spi.analysis.token_games import (
        AllOptimal,
        TokenComparison,
        decide_strict_pc_spi,
        verify_pc_spi,
    )
    from spi.analysis.transformations import (
        NotFactorised,
        ProgramChange,
        Transformed,
        transform_space,
    )
    from spi.checker import (
        Receipt,
        Refused,
        check,
    )
    from spi.core.affine import (
        Affine,
        affine,
    )
    from spi.core.beliefs import (
        Beliefs,
        beliefs,
        is_admissible,
    )
    from spi.core.commitmentfile import (
        load_commitments,
    )
    from spi.core.commitments import (
        Commitment,
        CommitmentGraph,
        CommitmentStep,
        path_through,
    )
    from spi.core.commitmentwriting import (
        write_commitments,
    )
    from spi.core.concession import (
        AffineConcession,
        ConcessionPolicy,
        ConcessionTable,
        affine_concession,
        concession_table,
        tabulate_policy,
    )
    from spi.core.conditions import (
        ALWAYS,
        NEVER,
        Atom,
        Condition,
        read_condition,
    )
    from spi.core.correspondence import (
        ActionMaps,
        Correspondence,
        is_pareto_improving,
    )
    from spi.core.game import (
        Game,
        profiles,
        subset_game,
    )
    from spi.core.gamefile import (
        list_games,
        read_game,
        write_game,
    )
    from spi.core.parametric_game import (
        ParametricGame,
    )
    from spi.core.parametricfile import (
        load_parametric_game,
        read_parametric_game,
        write_parametric_game,
    )
    from spi.core.policy_game import (
        PolicyGame,
        PolicyTransform,
    )
    from spi.core.threat_game import (
        PossibleThreat,
        ThreatGame,
        possible_threat,
        read_surrogates,
    )
    from spi.core.threatfile import (
        ThreatFile,
        load_threat_file,
        load_threat_game,
        read_threat_file,
        write_threat_file,
    )
    from spi.core.token_game import (
        TokenGame,
        token_copy,
        token_game,
    )
    from spi.core.verdict import (
        Certificate,
        Fails,
        Holds,
        Unknown,
        Verdict,
    )
    from spi.empirical.agents.cassette import (
        replay_agent,
    )
    from spi.empirical.agents.models import (
        model_agent,
    )
    from spi.empirical.agents.scripted import (
        scripted_agent,
    )
    from spi.empirical.beta_regions import (
        Beta,
        HalfPlane,
        half_plane,
        region_probability,
    )
    from spi.empirical.bounds import (
        MeanGapBound,
        approx_mean_gap_bound,
    )
    from spi.empirical.capability import (
        capability_delta,
        load_scores,
    )
    from spi.empirical.compared_arms import (
        ComparedArms,
    )
    from spi.empirical.counting import (
        CountBounds,
        count_bounds,
        missing_shares,
    )
    from spi.empirical.design import (
        Allocation,
        Design,
        approx_allocation,
        approx_power,
        design,
        repetitions_needed,
    )
    from spi.empirical.experiment_gaps import (
        gap_samples,
        method_samples,
    )
    from spi.empirical.experiment_report import (
        ExperimentReport,
        report_experiment,
        report_run,
    )
    from spi.empirical.experiment_spec import (
        load_experiment,
        read_experiment,
    )
    from spi.empirical.experiment_table import (
        tabulate_experiment,
    )
    from spi.empirical.fixed_bounds import (
        approx_fixed_gap_bound,
    )
    from spi.empirical.gap_arrays import (
        approx_null_variances,
        approx_squared_gaps,
        approx_squared_gaps_categories,
        approx_variance_estimates,
    )
    from spi.empirical.gap_variances import (
        gap_variance,
        gap_variance_categories,
        gap_variance_paired,
    )
    from spi.empirical.gaps import (
        squared_gap,
        squared_gap_categories,
        squared_gap_kernel,
        squared_gap_paired,
    )
    from spi.empirical.gate import (
        GateReport,
        GateRules,
        run_gate,
    )
    from spi.empirical.inspect_logs import (
        load_inspect_log,
    )
    from spi.empirical.joint_games import (
        JointGame,
        join_scenarios,
    )
    from spi.empirical.judgements import (
        deflected,
        equivalent,
        judge_jointly,
        judge_no_new_threat,
        judge_scenario,
        tolerated,
    )
    from spi.empirical.judges import (
        Rating,
        cohen_kappa,
        fleiss_kappa,
        judge_agreement,
    )
    from spi.empirical.literature import (
        reproduce,
    )
    from spi.empirical.loyalty.analysis import (
        analyse_loyalty,
    )
    from spi.empirical.loyalty.distillation import (
        distillation_loss,
        load_teacher_turns,
        pad_teacher,
    )
    from spi.empirical.loyalty.frontier import (
        box_dominance,
        hypervolume,
        non_dominated,
    )
    from spi.empirical.loyalty.items import (
        load_items,
    )
    from spi.empirical.loyalty.mixtures import (
        compare_mixtures,
        fit_mixture,
    )
    from spi.empirical.loyalty.posteriors import (
        probability_dominates,
    )
    from spi.empirical.loyalty.probes import (
        refusal_markers,
    )
    from spi.empirical.loyalty.public import (
        load_public_counts,
    )
    from spi.empirical.loyalty.readers import (
        load_explorer,
        load_scored,
        load_trajectories,
    )
    from spi.empirical.loyalty.rows import (
        LoyaltyRow,
        loyalty_table,
        metric_bounds,
    )
    from spi.empirical.loyalty.scaffold import (
        reader_of,
        scaffold_prompt,
    )
    from spi.empirical.loyalty.scoring import (
        score_trajectory,
        summarise_seeds,
    )
    from spi.empirical.loyalty.splits import (
        bimodality_coefficient,
    )
    from spi.empirical.mantel_haenszel import (
        DirectionTest,
        direction_test,
    )
    from spi.empirical.mean_gap import (
        MeanGap,
        mean_gap,
    )
    from spi.empirical.methods import (
        DetectTranslate,
        Direct,
        Prefixed,
    )
    from spi.empirical.missing_gaps import (
        MissingGaps,
        bound_missing,
    )
    from spi.empirical.missingness import (
        find_uneven_missingness,
    )
    from spi.empirical.multiple import (
        holm,
    )
    from spi.empirical.negotiators import (
        model_negotiator,
    )
    from spi.empirical.outcome_law import (
        outcome_law,
        scaffold_law,
        side_effect,
        with_retries,
    )
    from spi.empirical.permutation import (
        PermutationTest,
        permutation_p_value,
        permutation_test,
    )
    from spi.empirical.policies import (
        measured_policies,
        rate_posterior,
    )
    from spi.empirical.posterior_draws import (
        approx_dirichlet_draws,
        approx_probability_between,
    )
    from spi.empirical.posteriors import (
        posterior,
        posterior_categories,
        probability_above,
        probability_between,
        probability_expectation_spi,
        probability_within,
    )
    from spi.empirical.proved_bounds import (
        bound_any_law,
        gap_bound_any_law,
    )
    from spi.empirical.rates import (
        RateInterval,
        approx_wilson_interval,
        clopper_pearson_interval,
    )
    from spi.empirical.reading import (
        load_counts,
        load_responses,
    )
    from spi.empirical.resampling import (
        resampled_totals,
    )
    from spi.empirical.responses import (
        CellCounts,
        ResponseTable,
        tabulate_counts,
        tabulate_responses,
    )
    from spi.empirical.runner import (
        read_log,
        run_experiment,
    )
    from spi.empirical.scenarios.shelf import (
        list_scenarios,
        load_scenarios,
    )
    from spi.empirical.scenarios.triplets import (
        Triplet,
        scenario_text,
        triplet_game,
    )
    from spi.empirical.tournaments import (
        TournamentRun,
        read_tournament,
        run_tournament,
    )
    from spi.empirical.training import (
        training_examples,
        write_training,
    )
    from spi.empirical.variance_estimates import (
        VarianceEstimate,
        null_variance,
        variance_estimate,
    )
    from spi.enumeration.bits import (
        BitTable,
        count_bit_changes,
        pack_table,
    )
    from spi.enumeration.blocks import (
        FileTable,
        file_table,
    )
    from spi.enumeration.changes import (
        Changes,
        count_changes,
    )
    from spi.enumeration.classes import (
        Quotient,
        quotient,
    )
    from spi.enumeration.equilibria import (
        Equilibria,
        best_reply_mask,
        equilibrium_mask,
        find_equilibria,
    )
    from spi.enumeration.independence import (
        Dependence,
        count_demand_changes,
        count_dependence,
        informed_changes,
        participation_changes,
    )
    from spi.enumeration.masks import (
        mark_changes,
        present_pairs,
    )
    from spi.enumeration.plans import (
        TablePlan,
        plan_table,
        plan_tables,
    )
    from spi.enumeration.rates import (
        RateGaps,
        RateTable,
        count_rate_gaps,
        rate_table,
    )
    from spi.enumeration.relations import (
        RankCodes,
        Relation,
        action_relation,
        pareto_relation,
        rank_codes,
    )
    from spi.enumeration.special import (
        count_mapped_changes,
        count_rank_changes,
    )
    from spi.enumeration.sweeps import (
        estimate_text,
    )
    from spi.enumeration.tables import (
        outcome_table,
        rank_table,
        transformation_plans,
    )
    from spi.errors import (
        BudgetError,
        FormatError,
        GameError,
        HypothesisError,
        ProgramError,
        RefusedError,
        ShelfError,
        SpiError,
        UndecidedError,
    )
    from spi.families.demands import (
        delegated_demand_game,
    )
    from spi.families.drawn_games import (
        bonus_game,
        bonus_games,
        dominated_copies_game,
        iid_game,
        ladder_game,
    )
    from spi.families.public_goods import (
        public_goods_game,
    )
    from spi.families.subgraphs import (
        GraphPair,
        light_subgraph_game,
        random_graph_pair,
        subgraph_game,
    )
    from spi.families.two_blocks import (
        Planted,
        planted_game,
        two_block_game,
    )
    from spi.formats.efg import (
        read_efg,
    )
    from spi.formats.files import (
        load_game,
        write_as,
    )
    from spi.formats.nfg import (
        read_nfg,
        write_nfg,
    )
    from spi.formats.peers import (
        Converted,
        from_nashpy,
        from_pygambit,
        from_quantecon,
        to_nashpy,
        to_pygambit,
        to_quantecon,
    )
    from spi.formats.symbolic import (
        as_sympy,
    )
    from spi.negotiation.demands import (
        adoption_game,
        demand_game,
        meet_halfway,
        replace_payoffs,
    )
    from spi.negotiation.frontier import (
        Frontier,
        count_pareto_outcomes,
        find_frontier,
        multiplicity,
        witness,
    )
    from spi.negotiation.genius import (
        read_genius,
    )
    from spi.negotiation.geniusweb import (
        read_geniusweb,
    )
    from spi.negotiation.imports import (
        Imported,
    )
    from spi.negotiation.issues import (
        Issue,
        issue,
    )
    from spi.negotiation.items import (
        divide_items,
        read_casino,
        read_deal_or_no_deal,
        read_openspiel_bargaining,
    )
    from spi.negotiation.lamen import (
        read_lamen,
    )
    from spi.negotiation.lamen_runs import (
        read_lamen_run,
    )
    from spi.negotiation.lotteries import (
        LotteryFrontier,
        find_lottery_frontier,
        lottery_egalitarian,
        lottery_ideal_point,
        lottery_kalai_smorodinsky,
        lottery_nash,
        lottery_utilitarian,
        rational_part,
    )
    from spi.negotiation.offers import (
        solve_offers,
    )
    from spi.negotiation.play.match import (
        play_negotiation,
        result_payoffs,
    )
    from spi.negotiation.play.program_play import (
        choose_strategies,
        program_negotiator,
    )
    from spi.negotiation.play.strategies import (
        boulware,
        by_chance,
        by_clock,
        conceder,
        for_concessions,
    )
    from spi.negotiation.play.tournaments import (
        play_match,
        schedule,
        utility_table,
    )
    from spi.negotiation.points import (
        pareto_positions,
    )
    from spi.negotiation.preferences import (
        Additive,
        Computed,
        Tabular,
        additive,
        tabular,
    )
    from spi.negotiation.protocols import (
        AlternatingOffers,
        DemandGame,
        Handshake,
        NoteMatching,
    )
    from spi.negotiation.scenario import (
        Conflict,
        Scenario,
        Side,
        scenario,
    )
    from spi.negotiation.scenario_writing import (
        write_negotiation,
    )
    from spi.negotiation.scenariofile import (
        load_negotiation,
        load_scenario_file,
        read_scenario_file,
    )
    from spi.negotiation.scoring.aggregates import (
        PlayTable,
        aggregate_play,
        approx_standard_error,
    )
    from spi.negotiation.scoring.completion import (
        Completion,
        compare_notes,
        completion_label,
        detect_completion,
        detected_result,
    )
    from spi.negotiation.scoring.honesty import (
        FaithfulnessCounts,
        belief_accuracy,
        external_faithfulness,
        internal_faithfulness,
    )
    from spi.negotiation.scoring.lamen_compat import (
        LamenScore,
        lamen_nearest_label,
        lamen_optimal,
        lamen_score,
        partial_bounds,
    )
    from spi.negotiation.scoring.lamen_tables import (
        lamen_dropped,
        lamen_summary,
    )
    from spi.negotiation.scoring.legality import (
        OfferReading,
        read_offer,
    )
    from spi.negotiation.scoring.outcomes import (
        OutcomeScore,
        score_outcome,
    )
    from spi.negotiation.scoring.process import (
        score_process,
    )
    from spi.negotiation.scoring.transcript_scores import (
        TranscriptScore,
        score_transcript,
    )
    from spi.negotiation.scoring.yardstick import (
        Yardstick,
        approx_is_joint_payoff,
        count_payoffs,
        is_joint_payoff,
        yardstick,
    )
    from spi.negotiation.solutions import (
        Solution,
        egalitarian,
        ideal_point,
        kalai_smorodinsky,
        max_welfare,
        nash,
        utilitarian,
    )
    from spi.negotiation.transcriptfile import (
        load_transcript,
        read_transcript,
        transcript_json,
    )
    from spi.negotiation.transcripts import (
        Deal,
        Invalid,
        NoDeal,
        Transcript,
        Turn,
        transcript,
    )
    from spi.programs.behaviours import (
        behaviour_id,
        distinct_behaviours,
    )
    from spi.programs.bounded import (
        AtLeast,
        BoundedAgent,
        BoundedOutcome,
        at_least,
        bounded_outcome,
        each_of,
        some_of,
    )
    from spi.programs.bounded_programs import (
        ReportedOutcome,
        bounded_agents,
        reported_outcome,
    )
    from spi.programs.delegation import (
        agreement_program,
        enforcer_program,
        representatives_of,
    )
    from spi.programs.encounters import (
        Encounter,
        play_programs,
    )
    from spi.programs.games import (
        BetterProgram,
        OutcomeTable,
        ProgramGame,
        better_program,
        outcome_of,
        outcome_payoffs,
        program_game,
        pure_equilibria,
    )
    from spi.programs.grammars import (
        Grammar,
        count_terms,
        grammar_space,
        modal_grammar,
    )
    from spi.programs.halting import (
        Bracket,
        halting_brackets,
        halting_probability,
    )
    from spi.programs.machines import (
        Undefined,
    )
    from spi.programs.members import (
        Family,
        Program,
        finite_map,
    )
    from spi.programs.notebook import (
        program,
    )
    from spi.programs.reader import (
        read_program,
    )
    from spi.programs.references import (
        list_programs,
        load_family,
        load_program,
        read_value,
    )
    from spi.programs.spaces import (
        ProgramSpace,
        commitments,
        family_space,
        program_space,
        union_space,
    )
    from spi.programs.values import (
        FiniteMap,
    )
    from spi.report.commitment_pictures import (
        draw_commitments,
        draw_lock_out,
    )
    from spi.report.diagrams import (
        correspondence_graph,
        derivation_graph,
        draw_correspondence,
        draw_derivation,
    )
    from spi.report.experiment_figure import (
        draw_report,
    )
    from spi.report.experiment_html import (
        report_page,
    )
    from spi.report.intervals import (
        draw_intervals,
    )
    from spi.report.outcome_figure import (
        draw_outcome_table,
    )
    from spi.report.payoff_space import (
        draw_payoff_space,
    )
    from spi.report.plane import (
        draw_payoff_plane,
    )
    from spi.report.trade_off import (
        draw_trade_off,
    )
    from spi.solve.achievable import (
        Bound,
        achievable_polygon,
        guaranteed_gain,
    )
    from spi.solve.adoption import (
        Adoption,
        Obstacle,
    )
    from spi.solve.affine_demands import (
        AffineDrift,
        affine_drift,
        best_demand,
    )
    from spi.solve.array_reduction import (
        ArrayReduction,
        Removal,
        reduce_arrays,
    )
    from spi.solve.beliefs import (
        ExpectationRange,
        GainThreshold,
        NoBelief,
        expectation_range,
        gain_threshold,
        supporting_belief,
    )
    from spi.solve.books import (
        Book,
        Selection,
        count_books,
        enumerate_books,
        play,
        sample_book,
    )
    from spi.solve.conditions import (
        Boundary,
        all_of,
        any_of,
        boundaries,
        find_point,
        find_points,
        implies,
        is_equivalent,
        negation,
        simplify,
    )
    from spi.solve.counterexamples import (
        Counterexample,
        assumption_1_violation,
        assumption_2_violation,
        correspondence_holds,
        correspondence_violation,
        is_spi_in,
        is_strict_spi_in,
        satisfies_assumption_1,
        satisfies_assumption_2,
        spi_violation,
    )
    from spi.solve.default_play import (
        token_normal_form,
    )
    from spi.solve.derivation import (
        Derivation,
        derive,
        normal_form,
    )
    from spi.solve.feasible import (
        Efficient,
        Improvable,
        OutOfReach,
        pareto_optimality,
    )
    from spi.solve.improvement import (
        Improvement,
        improvement_conditions,
    )
    from spi.solve.isomorphism import (
        CanonicalForm,
        Isomorphism,
        automorphisms,
        canonical_form,
        find_isomorphism,
        find_relabelling,
        isomorphism_along,
        isomorphisms,
    )
    from spi.solve.linear import (
        Infeasible,
        LinearProgram,
        Optimal,
        Unbounded,
        linear_program,
        solve_lp,
    )
    from spi.solve.pareto_meet import (
        efficient_outcomes,
        pareto_meet_minimum,
        projection_set,
        projections,
    )
    from spi.solve.polygons import (
        Polygon,
        convex_hull,
        frontier,
    )
    from spi.solve.projections import (
        FrontierProjections,
        frontier_projections,
    )
    from spi.solve.reduction import (
        Elimination,
        Reduction,
        dominates,
        is_reduced,
        reduce,
    )
    from spi.solve.regions import (
        Polytope,
        Region,
        finite_region,
        hull,
        union,
    )
    from spi.solve.representatives import (
        Representatives,
        joint_law,
        law,
        representatives_from_books,
        representatives_from_law,
    )
    from spi.solve.selection import (
        Intransitivity,
        find_intransitivity,
        select_outcome,
        select_payoffs,
    )
    from spi.solve.surrogate_effects import (
        SurrogateEffects,
        surrogate_effects,
    )
    from spi.solve.threat_choice import (
        ChoiceDrift,
        ThreatChoice,
        choice_drift,
        harm_threshold,
        threat_payoffs,
        threatener_choice,
    )
    from spi.solve.threats import (
        Threat,
        threat_points,
    )
    from spi.solve.tolerance import (
        ToleratedGaps,
        tolerance_interval,
        worse_fraction,
    )
    from spi.solve.zero_sum import (
        ZeroSumSolution,
        solve_zero_sum,
    )
    from spi.tasks.answers import (
        read_answer,
    )
    from spi.tasks.asking import (
        prompt,
    )
    from spi.tasks.auditing import (
        Audit,
        audit_tasks,
    )
    from spi.tasks.catalogue import (
        load_task_family,
        task_family_names,
    )
    from spi.tasks.export import (
        export_tasks,
        load_tasks,
    )
    from spi.tasks.items import (
        Item,
    )
    from spi.tasks.making import (
        TaskSet,
        make_tasks,
    )
    from spi.tasks.quality import (
        QualityReport,
        report_quality,
    )
    from spi.tasks.scoring import (
        ScoreTable,
        load_answers,
        score_answer,
        score_answers,
    )
    from spi.tasks.spec import (
        TaskSpec,
        load_task_spec,
        read_task_spec,
    )
    from spi.transforms.ex_post_commitments import (
        commit_to_tokens,
        disarm,
    )
    from spi.transforms.renegotiation import (
        count_renegotiations,
        enumerate_renegotiations,
        find_renegotiation_fault,
        renegotiate,
        renegotiate_literally,
        renegotiator_family,
    )
    from spi.transforms.set_renegotiation import (
        Accepts,
        Extension,
        Settled,
        accepted_set,
        extend,
        fix_selection,
        settle,
        settle_rounds,
    )
    from spi.transforms.set_wraps import (
        extend_programs,
        extension_family,
        iterated_family,
        renegotiate_sets,
        renegotiate_sets_in_rounds,
        set_renegotiator_family,
    )
    from spi.transforms.transformation import (
        Transformation,
        by_players,
        compose_maps,
        factorised_map,
        joint_map,
        transform_programs,
    )

__version__ = "0.1.0"

_ROOMS = {
    "spi.analysis.achievability": (
        "Achieved",
        "Unachievable",
        "best_achievable",
        "decide_achievable",
    ),
    "spi.analysis.bounded": ("prove_bounded_outcome",),
    "spi.analysis.comparison": (
        "Change",
        "Comparison",
        "compare",
    ),
    "spi.analysis.concession": (
        "ConcessionComparison",
        "approx_concession_equivalence",
        "failed_conditions",
        "verify_concession_equivalence",
    ),
    "spi.analysis.encounters": ("prove_encounter",),
    "spi.analysis.enforcement": (
        "Enforcement",
        "ProfitableDeviation",
        "enforce",
        "verify_program_equilibrium",
    ),
    "spi.analysis.enumerations": (
        "Enumerated",
        "verify_by_enumeration",
    ),
    "spi.analysis.execution_independence": (
        "Interference",
        "verify_execution_independence",
    ),
    "spi.analysis.extensions": (
        "ExtensionReport",
        "Hypothesis",
        "Mistreated",
        "extension_report",
        "find_mistreatment",
        "find_projection_gap",
        "find_shortfall",
    ),
    "spi.analysis.fallbacks": (
        "fallback_tokens",
        "verify_fallback_play",
        "verify_fallback_safety",
        "verify_fallback_stability",
    ),
    "spi.analysis.finding": (
        "Finding",
        "Reproduced",
    ),
    "spi.analysis.found_spis": (
        "FoundSpis",
        "find_spis",
    ),
    "spi.analysis.frontiers": (
        "FrontierClaim",
        "prove_frontier",
        "verify_frontier",
    ),
    "spi.analysis.full_strategies": (
        "ChoiceModel",
        "FullStrategy",
        "best_reply_choice",
        "choice_table",
        "demand_by",
        "full_strategy",
        "simultaneous_choice",
    ),
    "spi.analysis.halting": (
        "Halting",
        "prove_halting",
    ),
    "spi.analysis.independence": (
        "DemandChange",
        "Independence",
        "IndependenceCell",
        "OtherChoice",
        "UndefinedChoice",
        "find_demand_change",
        "find_dependence",
        "find_inconsistency",
        "independence_table",
    ),
    "spi.analysis.independence_questions": ("verify_independence",),
    "spi.analysis.interference": (
        "Interfered",
        "find_interference",
    ),
    "spi.analysis.lock_out": (
        "LockOut",
        "Restoration",
        "decide_lock_out",
        "decide_restoring_clause",
        "survey_lock_outs",
    ),
    "spi.analysis.non_punishment": (
        "PointwiseLoss",
        "Punished",
        "enlarged_game",
        "find_pointwise_loss",
        "find_punishment",
    ),
    "spi.analysis.optimality": (
        "Optimality",
        "decide_pareto_optimal",
    ),
    "spi.analysis.parametric": (
        "ParametricCase",
        "ParametricComparison",
        "compare_parametric",
        "prove_improvement_conditions",
        "verify_parametric_spi",
    ),
    "spi.analysis.parametric_profiles": (
        "best_reply_condition",
        "concession_condition",
        "independence_condition",
        "prove_transformation_condition",
    ),
    "spi.analysis.participation": (
        "BetterAlternative",
        "NoGap",
        "Participation",
        "justification_gaps",
        "participation",
    ),
    "spi.analysis.profile_questions": (
        "verify_no_gap",
        "verify_participation",
        "verify_transformation",
    ),
    "spi.analysis.program_equilibria": (
        "ProgramEquilibrium",
        "verify_equilibrium",
    ),
    "spi.analysis.questions": (
        "Exhausted",
        "decide_spi",
        "verify_spi",
    ),
    "spi.analysis.risk_factors": (
        "RISK_FACTORS",
        "RiskFactor",
        "find_risk_factors",
    ),
    "spi.analysis.saved": ("load_verdict",),
    "spi.analysis.settings": (
        "Setting",
        "load_program_setting",
        "read_program_setting",
    ),
    "spi.analysis.surrogate_spi": (
        "BranchComparison",
        "ExpectedComparison",
        "verify_expected_improvement",
        "verify_surrogate_spi",
    ),
    "spi.analysis.surrogate_tests": (
        "Attractiveness",
        "GoalOverlap",
        "StakesScale",
        "verify_monotone_stakes",
        "verify_no_new_threats",
        "verify_orthogonality",
        "verify_threatener_neutrality",
    ),
    "spi.analysis.threat_points": (
        "ThreatPoints",
        "prove_threat_points",
    ),
    "spi.analysis.tightness": (
        "Tightness",
        "concession_bound",
        "tightness_witness",
    ),
    "spi.analysis.token_games": (
        "AllOptimal",
        "TokenComparison",
        "decide_strict_pc_spi",
        "verify_pc_spi",
    ),
    "spi.analysis.transformations": (
        "NotFactorised",
        "ProgramChange",
        "Transformed",
        "transform_space",
    ),
    "spi.checker": (
        "Receipt",
        "Refused",
        "check",
    ),
    "spi.core.affine": (
        "Affine",
        "affine",
    ),
    "spi.core.beliefs": (
        "Beliefs",
        "beliefs",
        "is_admissible",
    ),
    "spi.core.commitmentfile": ("load_commitments",),
    "spi.core.commitments": (
        "Commitment",
        "CommitmentGraph",
        "CommitmentStep",
        "path_through",
    ),
    "spi.core.commitmentwriting": ("write_commitments",),
    "spi.core.concession": (
        "AffineConcession",
        "ConcessionPolicy",
        "ConcessionTable",
        "affine_concession",
        "concession_table",
        "tabulate_policy",
    ),
    "spi.core.conditions": (
        "ALWAYS",
        "Atom",
        "Condition",
        "NEVER",
        "read_condition",
    ),
    "spi.core.correspondence": (
        "ActionMaps",
        "Correspondence",
        "is_pareto_improving",
    ),
    "spi.core.game": (
        "Game",
        "profiles",
        "subset_game",
    ),
    "spi.core.gamefile": (
        "list_games",
        "read_game",
        "write_game",
    ),
    "spi.core.parametric_game": ("ParametricGame",),
    "spi.core.parametricfile": (
        "load_parametric_game",
        "read_parametric_game",
        "write_parametric_game",
    ),
    "spi.core.policy_game": (
        "PolicyGame",
        "PolicyTransform",
    ),
    "spi.core.threat_game": (
        "PossibleThreat",
        "ThreatGame",
        "possible_threat",
        "read_surrogates",
    ),
    "spi.core.threatfile": (
        "ThreatFile",
        "load_threat_file",
        "load_threat_game",
        "read_threat_file",
        "write_threat_file",
    ),
    "spi.core.token_game": (
        "TokenGame",
        "token_copy",
        "token_game",
    ),
    "spi.core.verdict": (
        "Certificate",
        "Fails",
        "Holds",
        "Unknown",
        "Verdict",
    ),
    "spi.empirical.agents.cassette": ("replay_agent",),
    "spi.empirical.agents.models": ("model_agent",),
    "spi.empirical.agents.scripted": ("scripted_agent",),
    "spi.empirical.beta_regions": (
        "Beta",
        "HalfPlane",
        "half_plane",
        "region_probability",
    ),
    "spi.empirical.bounds": (
        "MeanGapBound",
        "approx_mean_gap_bound",
    ),
    "spi.empirical.capability": (
        "capability_delta",
        "load_scores",
    ),
    "spi.empirical.compared_arms": ("ComparedArms",),
    "spi.empirical.counting": (
        "CountBounds",
        "count_bounds",
        "missing_shares",
    ),
    "spi.empirical.design": (
        "Allocation",
        "Design",
        "approx_allocation",
        "approx_power",
        "design",
        "repetitions_needed",
    ),
    "spi.empirical.experiment_gaps": (
        "gap_samples",
        "method_samples",
    ),
    "spi.empirical.experiment_report": (
        "ExperimentReport",
        "report_experiment",
        "report_run",
    ),
    "spi.empirical.experiment_spec": (
        "load_experiment",
        "read_experiment",
    ),
    "spi.empirical.experiment_table": ("tabulate_experiment",),
    "spi.empirical.fixed_bounds": ("approx_fixed_gap_bound",),
    "spi.empirical.gap_arrays": (
        "approx_null_variances",
        "approx_squared_gaps",
        "approx_squared_gaps_categories",
        "approx_variance_estimates",
    ),
    "spi.empirical.gap_variances": (
        "gap_variance",
        "gap_variance_categories",
        "gap_variance_paired",
    ),
    "spi.empirical.gaps": (
        "squared_gap",
        "squared_gap_categories",
        "squared_gap_kernel",
        "squared_gap_paired",
    ),
    "spi.empirical.gate": (
        "GateReport",
        "GateRules",
        "run_gate",
    ),
    "spi.empirical.inspect_logs": ("load_inspect_log",),
    "spi.empirical.joint_games": (
        "JointGame",
        "join_scenarios",
    ),
    "spi.empirical.judgements": (
        "deflected",
        "equivalent",
        "judge_jointly",
        "judge_no_new_threat",
        "judge_scenario",
        "tolerated",
    ),
    "spi.empirical.judges": (
        "Rating",
        "cohen_kappa",
        "fleiss_kappa",
        "judge_agreement",
    ),
    "spi.empirical.literature": ("reproduce",),
    "spi.empirical.loyalty.analysis": ("analyse_loyalty",),
    "spi.empirical.loyalty.distillation": (
        "distillation_loss",
        "load_teacher_turns",
        "pad_teacher",
    ),
    "spi.empirical.loyalty.frontier": (
        "box_dominance",
        "hypervolume",
        "non_dominated",
    ),
    "spi.empirical.loyalty.items": ("load_items",),
    "spi.empirical.loyalty.mixtures": (
        "compare_mixtures",
        "fit_mixture",
    ),
    "spi.empirical.loyalty.posteriors": ("probability_dominates",),
    "spi.empirical.loyalty.probes": ("refusal_markers",),
    "spi.empirical.loyalty.public": ("load_public_counts",),
    "spi.empirical.loyalty.readers": (
        "load_explorer",
        "load_scored",
        "load_trajectories",
    ),
    "spi.empirical.loyalty.rows": (
        "LoyaltyRow",
        "loyalty_table",
        "metric_bounds",
    ),
    "spi.empirical.loyalty.scaffold": (
        "reader_of",
        "scaffold_prompt",
    ),
    "spi.empirical.loyalty.scoring": (
        "score_trajectory",
        "summarise_seeds",
    ),
    "spi.empirical.loyalty.splits": ("bimodality_coefficient",),
    "spi.empirical.mantel_haenszel": (
        "DirectionTest",
        "direction_test",
    ),
    "spi.empirical.mean_gap": (
        "MeanGap",
        "mean_gap",
    ),
    "spi.empirical.methods": (
        "DetectTranslate",
        "Direct",
        "Prefixed",
    ),
    "spi.empirical.missing_gaps": (
        "MissingGaps",
        "bound_missing",
    ),
    "spi.empirical.missingness": ("find_uneven_missingness",),
    "spi.empirical.multiple": ("holm",),
    "spi.empirical.negotiators": ("model_negotiator",),
    "spi.empirical.outcome_law": (
        "outcome_law",
        "scaffold_law",
        "side_effect",
        "with_retries",
    ),
    "spi.empirical.permutation": (
        "PermutationTest",
        "permutation_p_value",
        "permutation_test",
    ),
    "spi.empirical.policies": (
        "measured_policies",
        "rate_posterior",
    ),
    "spi.empirical.posterior_draws": (
        "approx_dirichlet_draws",
        "approx_probability_between",
    ),
    "spi.empirical.posteriors": (
        "posterior",
        "posterior_categories",
        "probability_above",
        "probability_between",
        "probability_expectation_spi",
        "probability_within",
    ),
    "spi.empirical.proved_bounds": (
        "bound_any_law",
        "gap_bound_any_law",
    ),
    "spi.empirical.rates": (
        "RateInterval",
        "approx_wilson_interval",
        "clopper_pearson_interval",
    ),
    "spi.empirical.reading": (
        "load_counts",
        "load_responses",
    ),
    "spi.empirical.resampling": ("resampled_totals",),
    "spi.empirical.responses": (
        "CellCounts",
        "ResponseTable",
        "tabulate_counts",
        "tabulate_responses",
    ),
    "spi.empirical.runner": (
        "read_log",
        "run_experiment",
    ),
    "spi.empirical.scenarios.shelf": (
        "list_scenarios",
        "load_scenarios",
    ),
    "spi.empirical.scenarios.triplets": (
        "Triplet",
        "scenario_text",
        "triplet_game",
    ),
    "spi.empirical.tournaments": (
        "TournamentRun",
        "read_tournament",
        "run_tournament",
    ),
    "spi.empirical.training": (
        "training_examples",
        "write_training",
    ),
    "spi.empirical.variance_estimates": (
        "VarianceEstimate",
        "null_variance",
        "variance_estimate",
    ),
    "spi.enumeration.bits": (
        "BitTable",
        "count_bit_changes",
        "pack_table",
    ),
    "spi.enumeration.blocks": (
        "FileTable",
        "file_table",
    ),
    "spi.enumeration.changes": (
        "Changes",
        "count_changes",
    ),
    "spi.enumeration.classes": (
        "Quotient",
        "quotient",
    ),
    "spi.enumeration.equilibria": (
        "Equilibria",
        "best_reply_mask",
        "equilibrium_mask",
        "find_equilibria",
    ),
    "spi.enumeration.independence": (
        "Dependence",
        "count_demand_changes",
        "count_dependence",
        "informed_changes",
        "participation_changes",
    ),
    "spi.enumeration.masks": (
        "mark_changes",
        "present_pairs",
    ),
    "spi.enumeration.plans": (
        "TablePlan",
        "plan_table",
        "plan_tables",
    ),
    "spi.enumeration.rates": (
        "RateGaps",
        "RateTable",
        "count_rate_gaps",
        "rate_table",
    ),
    "spi.enumeration.relations": (
        "RankCodes",
        "Relation",
        "action_relation",
        "pareto_relation",
        "rank_codes",
    ),
    "spi.enumeration.special": (
        "count_mapped_changes",
        "count_rank_changes",
    ),
    "spi.enumeration.sweeps": ("estimate_text",),
    "spi.enumeration.tables": (
        "outcome_table",
        "rank_table",
        "transformation_plans",
    ),
    "spi.errors": (
        "BudgetError",
        "FormatError",
        "GameError",
        "HypothesisError",
        "ProgramError",
        "RefusedError",
        "ShelfError",
        "SpiError",
        "UndecidedError",
    ),
    "spi.families.demands": ("delegated_demand_game",),
    "spi.families.drawn_games": (
        "bonus_game",
        "bonus_games",
        "dominated_copies_game",
        "iid_game",
        "ladder_game",
    ),
    "spi.families.public_goods": ("public_goods_game",),
    "spi.families.subgraphs": (
        "GraphPair",
        "light_subgraph_game",
        "random_graph_pair",
        "subgraph_game",
    ),
    "spi.families.two_blocks": (
        "Planted",
        "planted_game",
        "two_block_game",
    ),
    "spi.formats.efg": ("read_efg",),
    "spi.formats.files": (
        "load_game",
        "write_as",
    ),
    "spi.formats.nfg": (
        "read_nfg",
        "write_nfg",
    ),
    "spi.formats.peers": (
        "Converted",
        "from_nashpy",
        "from_pygambit",
        "from_quantecon",
        "to_nashpy",
        "to_pygambit",
        "to_quantecon",
    ),
    "spi.formats.symbolic": ("as_sympy",),
    "spi.negotiation.demands": (
        "adoption_game",
        "demand_game",
        "meet_halfway",
        "replace_payoffs",
    ),
    "spi.negotiation.frontier": (
        "Frontier",
        "count_pareto_outcomes",
        "find_frontier",
        "multiplicity",
        "witness",
    ),
    "spi.negotiation.genius": ("read_genius",),
    "spi.negotiation.geniusweb": ("read_geniusweb",),
    "spi.negotiation.imports": ("Imported",),
    "spi.negotiation.issues": (
        "Issue",
        "issue",
    ),
    "spi.negotiation.items": (
        "divide_items",
        "read_casino",
        "read_deal_or_no_deal",
        "read_openspiel_bargaining",
    ),
    "spi.negotiation.lamen": ("read_lamen",),
    "spi.negotiation.lamen_runs": ("read_lamen_run",),
    "spi.negotiation.lotteries": (
        "LotteryFrontier",
        "find_lottery_frontier",
        "lottery_egalitarian",
        "lottery_ideal_point",
        "lottery_kalai_smorodinsky",
        "lottery_nash",
        "lottery_utilitarian",
        "rational_part",
    ),
    "spi.negotiation.offers": ("solve_offers",),
    "spi.negotiation.play.match": (
        "play_negotiation",
        "result_payoffs",
    ),
    "spi.negotiation.play.program_play": (
        "choose_strategies",
        "program_negotiator",
    ),
    "spi.negotiation.play.strategies": (
        "boulware",
        "by_chance",
        "by_clock",
        "conceder",
        "for_concessions",
    ),
    "spi.negotiation.play.tournaments": (
        "play_match",
        "schedule",
        "utility_table",
    ),
    "spi.negotiation.points": ("pareto_positions",),
    "spi.negotiation.preferences": (
        "Additive",
        "Computed",
        "Tabular",
        "additive",
        "tabular",
    ),
    "spi.negotiation.protocols": (
        "AlternatingOffers",
        "DemandGame",
        "Handshake",
        "NoteMatching",
    ),
    "spi.negotiation.scenario": (
        "Conflict",
        "Scenario",
        "Side",
        "scenario",
    ),
    "spi.negotiation.scenario_writing": ("write_negotiation",),
    "spi.negotiation.scenariofile": (
        "load_negotiation",
        "load_scenario_file",
        "read_scenario_file",
    ),
    "spi.negotiation.scoring.aggregates": (
        "PlayTable",
        "aggregate_play",
        "approx_standard_error",
    ),
    "spi.negotiation.scoring.completion": (
        "Completion",
        "compare_notes",
        "completion_label",
        "detect_completion",
        "detected_result",
    ),
    "spi.negotiation.scoring.honesty": (
        "FaithfulnessCounts",
        "belief_accuracy",
        "external_faithfulness",
        "internal_faithfulness",
    ),
    "spi.negotiation.scoring.lamen_compat": (
        "LamenScore",
        "lamen_nearest_label",
        "lamen_optimal",
        "lamen_score",
        "partial_bounds",
    ),
    "spi.negotiation.scoring.lamen_tables": (
        "lamen_dropped",
        "lamen_summary",
    ),
    "spi.negotiation.scoring.legality": (
        "OfferReading",
        "read_offer",
    ),
    "spi.negotiation.scoring.outcomes": (
        "OutcomeScore",
        "score_outcome",
    ),
    "spi.negotiation.scoring.process": ("score_process",),
    "spi.negotiation.scoring.transcript_scores": (
        "TranscriptScore",
        "score_transcript",
    ),
    "spi.negotiation.scoring.yardstick": (
        "Yardstick",
        "approx_is_joint_payoff",
        "count_payoffs",
        "is_joint_payoff",
        "yardstick",
    ),
    "spi.negotiation.solutions": (
        "Solution",
        "egalitarian",
        "ideal_point",
        "kalai_smorodinsky",
        "max_welfare",
        "nash",
        "utilitarian",
    ),
    "spi.negotiation.transcriptfile": (
        "load_transcript",
        "read_transcript",
        "transcript_json",
    ),
    "spi.negotiation.transcripts": (
        "Deal",
        "Invalid",
        "NoDeal",
        "Transcript",
        "Turn",
        "transcript",
    ),
    "spi.programs.behaviours": (
        "behaviour_id",
        "distinct_behaviours",
    ),
    "spi.programs.bounded": (
        "AtLeast",
        "BoundedAgent",
        "BoundedOutcome",
        "at_least",
        "bounded_outcome",
        "each_of",
        "some_of",
    ),
    "spi.programs.bounded_programs": (
        "ReportedOutcome",
        "bounded_agents",
        "reported_outcome",
    ),
    "spi.programs.delegation": (
        "agreement_program",
        "enforcer_program",
        "representatives_of",
    ),
    "spi.programs.encounters": (
        "Encounter",
        "play_programs",
    ),
    "spi.programs.games": (
        "BetterProgram",
        "OutcomeTable",
        "ProgramGame",
        "better_program",
        "outcome_of",
        "outcome_payoffs",
        "program_game",
        "pure_equilibria",
    ),
    "spi.programs.grammars": (
        "Grammar",
        "count_terms",
        "grammar_space",
        "modal_grammar",
    ),
    "spi.programs.halting": (
        "Bracket",
        "halting_brackets",
        "halting_probability",
    ),
    "spi.programs.machines": ("Undefined",),
    "spi.programs.members": (
        "Family",
        "Program",
        "finite_map",
    ),
    "spi.programs.notebook": ("program",),
    "spi.programs.reader": ("read_program",),
    "spi.programs.references": (
        "list_programs",
        "load_family",
        "load_program",
        "read_value",
    ),
    "spi.programs.spaces": (
        "ProgramSpace",
        "commitments",
        "family_space",
        "program_space",
        "union_space",
    ),
    "spi.programs.values": ("FiniteMap",),
    "spi.report.commitment_pictures": (
        "draw_commitments",
        "draw_lock_out",
    ),
    "spi.report.diagrams": (
        "correspondence_graph",
        "derivation_graph",
        "draw_correspondence",
        "draw_derivation",
    ),
    "spi.report.experiment_figure": ("draw_report",),
    "spi.report.experiment_html": ("report_page",),
    "spi.report.intervals": ("draw_intervals",),
    "spi.report.outcome_figure": ("draw_outcome_table",),
    "spi.report.payoff_space": ("draw_payoff_space",),
    "spi.report.plane": ("draw_payoff_plane",),
    "spi.report.trade_off": ("draw_trade_off",),
    "spi.solve.achievable": (
        "Bound",
        "achievable_polygon",
        "guaranteed_gain",
    ),
    "spi.solve.adoption": (
        "Adoption",
        "Obstacle",
    ),
    "spi.solve.affine_demands": (
        "AffineDrift",
        "affine_drift",
        "best_demand",
    ),
    "spi.solve.array_reduction": (
        "ArrayReduction",
        "Removal",
        "reduce_arrays",
    ),
    "spi.solve.beliefs": (
        "ExpectationRange",
        "GainThreshold",
        "NoBelief",
        "expectation_range",
        "gain_threshold",
        "supporting_belief",
    ),
    "spi.solve.books": (
        "Book",
        "Selection",
        "count_books",
        "enumerate_books",
        "play",
        "sample_book",
    ),
    "spi.solve.conditions": (
        "Boundary",
        "all_of",
        "any_of",
        "boundaries",
        "find_point",
        "find_points",
        "implies",
        "is_equivalent",
        "negation",
        "simplify",
    ),
    "spi.solve.counterexamples": (
        "Counterexample",
        "assumption_1_violation",
        "assumption_2_violation",
        "correspondence_holds",
        "correspondence_violation",
        "is_spi_in",
        "is_strict_spi_in",
        "satisfies_assumption_1",
        "satisfies_assumption_2",
        "spi_violation",
    ),
    "spi.solve.default_play": ("token_normal_form",),
    "spi.solve.derivation": (
        "Derivation",
        "derive",
        "normal_form",
    ),
    "spi.solve.feasible": (
        "Efficient",
        "Improvable",
        "OutOfReach",
        "pareto_optimality",
    ),
    "spi.solve.improvement": (
        "Improvement",
        "improvement_conditions",
    ),
    "spi.solve.isomorphism": (
        "CanonicalForm",
        "Isomorphism",
        "automorphisms",
        "canonical_form",
        "find_isomorphism",
        "find_relabelling",
        "isomorphism_along",
        "isomorphisms",
    ),
    "spi.solve.linear": (
        "Infeasible",
        "LinearProgram",
        "Optimal",
        "Unbounded",
        "linear_program",
        "solve_lp",
    ),
    "spi.solve.pareto_meet": (
        "efficient_outcomes",
        "pareto_meet_minimum",
        "projection_set",
        "projections",
    ),
    "spi.solve.polygons": (
        "Polygon",
        "convex_hull",
        "frontier",
    ),
    "spi.solve.projections": (
        "FrontierProjections",
        "frontier_projections",
    ),
    "spi.solve.reduction": (
        "Elimination",
        "Reduction",
        "dominates",
        "is_reduced",
        "reduce",
    ),
    "spi.solve.regions": (
        "Polytope",
        "Region",
        "finite_region",
        "hull",
        "union",
    ),
    "spi.solve.representatives": (
        "Representatives",
        "joint_law",
        "law",
        "representatives_from_books",
        "representatives_from_law",
    ),
    "spi.solve.selection": (
        "Intransitivity",
        "find_intransitivity",
        "select_outcome",
        "select_payoffs",
    ),
    "spi.solve.surrogate_effects": (
        "SurrogateEffects",
        "surrogate_effects",
    ),
    "spi.solve.threat_choice": (
        "ChoiceDrift",
        "ThreatChoice",
        "choice_drift",
        "harm_threshold",
        "threat_payoffs",
        "threatener_choice",
    ),
    "spi.solve.threats": (
        "Threat",
        "threat_points",
    ),
    "spi.solve.tolerance": (
        "ToleratedGaps",
        "tolerance_interval",
        "worse_fraction",
    ),
    "spi.solve.zero_sum": (
        "ZeroSumSolution",
        "solve_zero_sum",
    ),
    "spi.tasks.answers": ("read_answer",),
    "spi.tasks.asking": ("prompt",),
    "spi.tasks.auditing": (
        "Audit",
        "audit_tasks",
    ),
    "spi.tasks.catalogue": (
        "load_task_family",
        "task_family_names",
    ),
    "spi.tasks.export": (
        "export_tasks",
        "load_tasks",
    ),
    "spi.tasks.items": ("Item",),
    "spi.tasks.making": (
        "TaskSet",
        "make_tasks",
    ),
    "spi.tasks.quality": (
        "QualityReport",
        "report_quality",
    ),
    "spi.tasks.scoring": (
        "ScoreTable",
        "load_answers",
        "score_answer",
        "score_answers",
    ),
    "spi.tasks.spec": (
        "TaskSpec",
        "load_task_spec",
        "read_task_spec",
    ),
    "spi.transforms.ex_post_commitments": (
        "commit_to_tokens",
        "disarm",
    ),
    "spi.transforms.renegotiation": (
        "count_renegotiations",
        "enumerate_renegotiations",
        "find_renegotiation_fault",
        "renegotiate",
        "renegotiate_literally",
        "renegotiator_family",
    ),
    "spi.transforms.set_renegotiation": (
        "Accepts",
        "Extension",
        "Settled",
        "accepted_set",
        "extend",
        "fix_selection",
        "settle",
        "settle_rounds",
    ),
    "spi.transforms.set_wraps": (
        "extend_programs",
        "extension_family",
        "iterated_family",
        "renegotiate_sets",
        "renegotiate_sets_in_rounds",
        "set_renegotiator_family",
    ),
    "spi.transforms.transformation": (
        "Transformation",
        "by_players",
        "compose_maps",
        "factorised_map",
        "joint_map",
        "transform_programs",
    ),
}

_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "ALWAYS",
    "Accepts",
    "Achieved",
    "ActionMaps",
    "Additive",
    "Adoption",
    "Affine",
    "AffineConcession",
    "AffineDrift",
    "AllOptimal",
    "Allocation",
    "AlternatingOffers",
    "ArrayReduction",
    "AtLeast",
    "Atom",
    "Attractiveness",
    "Audit",
    "Beliefs",
    "Beta",
    "BetterAlternative",
    "BetterProgram",
    "BitTable",
    "Book",
    "Bound",
    "Boundary",
    "BoundedAgent",
    "BoundedOutcome",
    "Bracket",
    "BranchComparison",
    "BudgetError",
    "CanonicalForm",
    "CellCounts",
    "Certificate",
    "Change",
    "Changes",
    "ChoiceDrift",
    "ChoiceModel",
    "Commitment",
    "CommitmentGraph",
    "CommitmentStep",
    "ComparedArms",
    "Comparison",
    "Completion",
    "Computed",
    "ConcessionComparison",
    "ConcessionPolicy",
    "ConcessionTable",
    "Condition",
    "Conflict",
    "Converted",
    "Correspondence",
    "CountBounds",
    "Counterexample",
    "Deal",
    "DemandChange",
    "DemandGame",
    "Dependence",
    "Derivation",
    "Design",
    "DetectTranslate",
    "Direct",
    "DirectionTest",
    "Efficient",
    "Elimination",
    "Encounter",
    "Enforcement",
    "Enumerated",
    "Equilibria",
    "Exhausted",
    "ExpectationRange",
    "ExpectedComparison",
    "ExperimentReport",
    "Extension",
    "ExtensionReport",
    "Fails",
    "FaithfulnessCounts",
    "Family",
    "FileTable",
    "Finding",
    "FiniteMap",
    "FormatError",
    "FoundSpis",
    "Frontier",
    "FrontierClaim",
    "FrontierProjections",
    "FullStrategy",
    "GainThreshold",
    "Game",
    "GameError",
    "GateReport",
    "GateRules",
    "GoalOverlap",
    "Grammar",
    "GraphPair",
    "HalfPlane",
    "Halting",
    "Handshake",
    "Holds",
    "Hypothesis",
    "HypothesisError",
    "Imported",
    "Improvable",
    "Improvement",
    "Independence",
    "IndependenceCell",
    "Infeasible",
    "Interfered",
    "Interference",
    "Intransitivity",
    "Invalid",
    "Isomorphism",
    "Issue",
    "Item",
    "JointGame",
    "LamenScore",
    "LinearProgram",
    "LockOut",
    "LotteryFrontier",
    "LoyaltyRow",
    "MeanGap",
    "MeanGapBound",
    "MissingGaps",
    "Mistreated",
    "NEVER",
    "NoBelief",
    "NoDeal",
    "NoGap",
    "NotFactorised",
    "NoteMatching",
    "Obstacle",
    "OfferReading",
    "Optimal",
    "Optimality",
    "OtherChoice",
    "OutOfReach",
    "OutcomeScore",
    "OutcomeTable",
    "ParametricCase",
    "ParametricComparison",
    "ParametricGame",
    "Participation",
    "PermutationTest",
    "Planted",
    "PlayTable",
    "PointwiseLoss",
    "PolicyGame",
    "PolicyTransform",
    "Polygon",
    "Polytope",
    "PossibleThreat",
    "Prefixed",
    "ProfitableDeviation",
    "Program",
    "ProgramChange",
    "ProgramEquilibrium",
    "ProgramError",
    "ProgramGame",
    "ProgramSpace",
    "Punished",
    "QualityReport",
    "Quotient",
    "RISK_FACTORS",
    "RankCodes",
    "RateGaps",
    "RateInterval",
    "RateTable",
    "Rating",
    "Receipt",
    "Reduction",
    "Refused",
    "RefusedError",
    "Region",
    "Relation",
    "Removal",
    "ReportedOutcome",
    "Representatives",
    "Reproduced",
    "ResponseTable",
    "Restoration",
    "RiskFactor",
    "Scenario",
    "ScoreTable",
    "Selection",
    "Setting",
    "Settled",
    "ShelfError",
    "Side",
    "Solution",
    "SpiError",
    "StakesScale",
    "SurrogateEffects",
    "TablePlan",
    "Tabular",
    "TaskSet",
    "TaskSpec",
    "Threat",
    "ThreatChoice",
    "ThreatFile",
    "ThreatGame",
    "ThreatPoints",
    "Tightness",
    "TokenComparison",
    "TokenGame",
    "ToleratedGaps",
    "TournamentRun",
    "Transcript",
    "TranscriptScore",
    "Transformation",
    "Transformed",
    "Triplet",
    "Turn",
    "Unachievable",
    "Unbounded",
    "UndecidedError",
    "Undefined",
    "UndefinedChoice",
    "Unknown",
    "VarianceEstimate",
    "Verdict",
    "Yardstick",
    "ZeroSumSolution",
    "__version__",
    "accepted_set",
    "achievable_polygon",
    "action_relation",
    "additive",
    "adoption_game",
    "affine",
    "affine_concession",
    "affine_drift",
    "aggregate_play",
    "agreement_program",
    "all_of",
    "analyse_loyalty",
    "any_of",
    "approx_allocation",
    "approx_concession_equivalence",
    "approx_dirichlet_draws",
    "approx_fixed_gap_bound",
    "approx_is_joint_payoff",
    "approx_mean_gap_bound",
    "approx_null_variances",
    "approx_power",
    "approx_probability_between",
    "approx_squared_gaps",
    "approx_squared_gaps_categories",
    "approx_standard_error",
    "approx_variance_estimates",
    "approx_wilson_interval",
    "as_sympy",
    "assumption_1_violation",
    "assumption_2_violation",
    "at_least",
    "audit_tasks",
    "automorphisms",
    "behaviour_id",
    "belief_accuracy",
    "beliefs",
    "best_achievable",
    "best_demand",
    "best_reply_choice",
    "best_reply_condition",
    "best_reply_mask",
    "better_program",
    "bimodality_coefficient",
    "bonus_game",
    "bonus_games",
    "boulware",
    "bound_any_law",
    "bound_missing",
    "boundaries",
    "bounded_agents",
    "bounded_outcome",
    "box_dominance",
    "by_chance",
    "by_clock",
    "by_players",
    "canonical_form",
    "capability_delta",
    "check",
    "choice_drift",
    "choice_table",
    "choose_strategies",
    "clopper_pearson_interval",
    "cohen_kappa",
    "commit_to_tokens",
    "commitments",
    "compare",
    "compare_mixtures",
    "compare_notes",
    "compare_parametric",
    "completion_label",
    "compose_maps",
    "conceder",
    "concession_bound",
    "concession_condition",
    "concession_table",
    "convex_hull",
    "correspondence_graph",
    "correspondence_holds",
    "correspondence_violation",
    "count_bit_changes",
    "count_books",
    "count_bounds",
    "count_changes",
    "count_demand_changes",
    "count_dependence",
    "count_mapped_changes",
    "count_pareto_outcomes",
    "count_payoffs",
    "count_rank_changes",
    "count_rate_gaps",
    "count_renegotiations",
    "count_terms",
    "decide_achievable",
    "decide_lock_out",
    "decide_pareto_optimal",
    "decide_restoring_clause",
    "decide_spi",
    "decide_strict_pc_spi",
    "deflected",
    "delegated_demand_game",
    "demand_by",
    "demand_game",
    "derivation_graph",
    "derive",
    "design",
    "detect_completion",
    "detected_result",
    "direction_test",
    "disarm",
    "distillation_loss",
    "distinct_behaviours",
    "divide_items",
    "dominated_copies_game",
    "dominates",
    "draw_commitments",
    "draw_correspondence",
    "draw_derivation",
    "draw_intervals",
    "draw_lock_out",
    "draw_outcome_table",
    "draw_payoff_plane",
    "draw_payoff_space",
    "draw_report",
    "draw_trade_off",
    "each_of",
    "efficient_outcomes",
    "egalitarian",
    "enforce",
    "enforcer_program",
    "enlarged_game",
    "enumerate_books",
    "enumerate_renegotiations",
    "equilibrium_mask",
    "equivalent",
    "estimate_text",
    "expectation_range",
    "export_tasks",
    "extend",
    "extend_programs",
    "extension_family",
    "extension_report",
    "external_faithfulness",
    "factorised_map",
    "failed_conditions",
    "fallback_tokens",
    "family_space",
    "file_table",
    "find_demand_change",
    "find_dependence",
    "find_equilibria",
    "find_frontier",
    "find_inconsistency",
    "find_interference",
    "find_intransitivity",
    "find_isomorphism",
    "find_lottery_frontier",
    "find_mistreatment",
    "find_point",
    "find_points",
    "find_pointwise_loss",
    "find_projection_gap",
    "find_punishment",
    "find_relabelling",
    "find_renegotiation_fault",
    "find_risk_factors",
    "find_shortfall",
    "find_spis",
    "find_uneven_missingness",
    "finite_map",
    "finite_region",
    "fit_mixture",
    "fix_selection",
    "fleiss_kappa",
    "for_concessions",
    "from_nashpy",
    "from_pygambit",
    "from_quantecon",
    "frontier",
    "frontier_projections",
    "full_strategy",
    "gain_threshold",
    "gap_bound_any_law",
    "gap_samples",
    "gap_variance",
    "gap_variance_categories",
    "gap_variance_paired",
    "grammar_space",
    "guaranteed_gain",
    "half_plane",
    "halting_brackets",
    "halting_probability",
    "harm_threshold",
    "holm",
    "hull",
    "hypervolume",
    "ideal_point",
    "iid_game",
    "implies",
    "improvement_conditions",
    "independence_condition",
    "independence_table",
    "informed_changes",
    "internal_faithfulness",
    "is_admissible",
    "is_equivalent",
    "is_joint_payoff",
    "is_pareto_improving",
    "is_reduced",
    "is_spi_in",
    "is_strict_spi_in",
    "isomorphism_along",
    "isomorphisms",
    "issue",
    "iterated_family",
    "join_scenarios",
    "joint_law",
    "joint_map",
    "judge_agreement",
    "judge_jointly",
    "judge_no_new_threat",
    "judge_scenario",
    "justification_gaps",
    "kalai_smorodinsky",
    "ladder_game",
    "lamen_dropped",
    "lamen_nearest_label",
    "lamen_optimal",
    "lamen_score",
    "lamen_summary",
    "law",
    "light_subgraph_game",
    "linear_program",
    "list_games",
    "list_programs",
    "list_scenarios",
    "load_answers",
    "load_commitments",
    "load_counts",
    "load_experiment",
    "load_explorer",
    "load_family",
    "load_game",
    "load_inspect_log",
    "load_items",
    "load_negotiation",
    "load_parametric_game",
    "load_program",
    "load_program_setting",
    "load_public_counts",
    "load_responses",
    "load_scenario_file",
    "load_scenarios",
    "load_scored",
    "load_scores",
    "load_task_family",
    "load_task_spec",
    "load_tasks",
    "load_teacher_turns",
    "load_threat_file",
    "load_threat_game",
    "load_trajectories",
    "load_transcript",
    "load_verdict",
    "lottery_egalitarian",
    "lottery_ideal_point",
    "lottery_kalai_smorodinsky",
    "lottery_nash",
    "lottery_utilitarian",
    "loyalty_table",
    "make_tasks",
    "mark_changes",
    "max_welfare",
    "mean_gap",
    "measured_policies",
    "meet_halfway",
    "method_samples",
    "metric_bounds",
    "missing_shares",
    "modal_grammar",
    "model_agent",
    "model_negotiator",
    "multiplicity",
    "nash",
    "negation",
    "non_dominated",
    "normal_form",
    "null_variance",
    "outcome_law",
    "outcome_of",
    "outcome_payoffs",
    "outcome_table",
    "pack_table",
    "pad_teacher",
    "pareto_meet_minimum",
    "pareto_optimality",
    "pareto_positions",
    "pareto_relation",
    "partial_bounds",
    "participation",
    "participation_changes",
    "path_through",
    "permutation_p_value",
    "permutation_test",
    "plan_table",
    "plan_tables",
    "planted_game",
    "play",
    "play_match",
    "play_negotiation",
    "play_programs",
    "possible_threat",
    "posterior",
    "posterior_categories",
    "present_pairs",
    "probability_above",
    "probability_between",
    "probability_dominates",
    "probability_expectation_spi",
    "probability_within",
    "profiles",
    "program",
    "program_game",
    "program_negotiator",
    "program_space",
    "projection_set",
    "projections",
    "prompt",
    "prove_bounded_outcome",
    "prove_encounter",
    "prove_frontier",
    "prove_halting",
    "prove_improvement_conditions",
    "prove_threat_points",
    "prove_transformation_condition",
    "public_goods_game",
    "pure_equilibria",
    "quotient",
    "random_graph_pair",
    "rank_codes",
    "rank_table",
    "rate_posterior",
    "rate_table",
    "rational_part",
    "read_answer",
    "read_casino",
    "read_condition",
    "read_deal_or_no_deal",
    "read_efg",
    "read_experiment",
    "read_game",
    "read_genius",
    "read_geniusweb",
    "read_lamen",
    "read_lamen_run",
    "read_log",
    "read_nfg",
    "read_offer",
    "read_openspiel_bargaining",
    "read_parametric_game",
    "read_program",
    "read_program_setting",
    "read_scenario_file",
    "read_surrogates",
    "read_task_spec",
    "read_threat_file",
    "read_tournament",
    "read_transcript",
    "read_value",
    "reader_of",
    "reduce",
    "reduce_arrays",
    "refusal_markers",
    "region_probability",
    "renegotiate",
    "renegotiate_literally",
    "renegotiate_sets",
    "renegotiate_sets_in_rounds",
    "renegotiator_family",
    "repetitions_needed",
    "replace_payoffs",
    "replay_agent",
    "report_experiment",
    "report_page",
    "report_quality",
    "report_run",
    "reported_outcome",
    "representatives_from_books",
    "representatives_from_law",
    "representatives_of",
    "reproduce",
    "resampled_totals",
    "result_payoffs",
    "run_experiment",
    "run_gate",
    "run_tournament",
    "sample_book",
    "satisfies_assumption_1",
    "satisfies_assumption_2",
    "scaffold_law",
    "scaffold_prompt",
    "scenario",
    "scenario_text",
    "schedule",
    "score_answer",
    "score_answers",
    "score_outcome",
    "score_process",
    "score_trajectory",
    "score_transcript",
    "scripted_agent",
    "select_outcome",
    "select_payoffs",
    "set_renegotiator_family",
    "settle",
    "settle_rounds",
    "side_effect",
    "simplify",
    "simultaneous_choice",
    "solve_lp",
    "solve_offers",
    "solve_zero_sum",
    "some_of",
    "spi_violation",
    "squared_gap",
    "squared_gap_categories",
    "squared_gap_kernel",
    "squared_gap_paired",
    "subgraph_game",
    "subset_game",
    "summarise_seeds",
    "supporting_belief",
    "surrogate_effects",
    "survey_lock_outs",
    "tabular",
    "tabulate_counts",
    "tabulate_experiment",
    "tabulate_policy",
    "tabulate_responses",
    "task_family_names",
    "threat_payoffs",
    "threat_points",
    "threatener_choice",
    "tightness_witness",
    "to_nashpy",
    "to_pygambit",
    "to_quantecon",
    "token_copy",
    "token_game",
    "token_normal_form",
    "tolerance_interval",
    "tolerated",
    "training_examples",
    "transcript",
    "transcript_json",
    "transform_programs",
    "transform_space",
    "transformation_plans",
    "triplet_game",
    "two_block_game",
    "union",
    "union_space",
    "utilitarian",
    "utility_table",
    "variance_estimate",
    "verify_by_enumeration",
    "verify_concession_equivalence",
    "verify_equilibrium",
    "verify_execution_independence",
    "verify_expected_improvement",
    "verify_fallback_play",
    "verify_fallback_safety",
    "verify_fallback_stability",
    "verify_frontier",
    "verify_independence",
    "verify_monotone_stakes",
    "verify_no_gap",
    "verify_no_new_threats",
    "verify_orthogonality",
    "verify_parametric_spi",
    "verify_participation",
    "verify_pc_spi",
    "verify_program_equilibrium",
    "verify_spi",
    "verify_surrogate_spi",
    "verify_threatener_neutrality",
    "verify_transformation",
    "with_retries",
    "witness",
    "worse_fraction",
    "write_as",
    "write_commitments",
    "write_game",
    "write_negotiation",
    "write_nfg",
    "write_parametric_game",
    "write_threat_file",
    "write_training",
    "yardstick",
]


def __getattr__(name: str) -> Any:
    try:
        room = _ROOM_OF[name]
    except KeyError:
        raise AttributeError(f"module 'spi' has no attribute {name!r}") from None
    value = getattr(import_module(room), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
